using Radzen;

namespace SalesOps.Console.Panels.Forms;

/// <summary>Stands between a dialog and everything that closes it (Esc, the cross), so that nothing typed is lost unasked.</summary>
public sealed class DialogGuard
{
    private const string Width = "460px";

    /// <summary>Set by what is in the dialog; false keeps it open.</summary>
    public Func<bool> MayClose { get; set; } = () => true;

    public DialogOptions Options => new()
    {
        Width = Width,
        CloseDialogOnOverlayClick = false,
        CloseDialogOnEsc = true,
        // Radzen does it after half a second, when somebody may be in the second field already: CommandForm does it at once.
        AutoFocusFirstElement = false,
        CanClose = () => Task.FromResult(MayClose()),
    };

    /// <summary>Hands the guard to the dialog's component, as its parameter <c>Guard</c>.</summary>
    public Dictionary<string, object?> Parameters => new(StringComparer.Ordinal) { ["Guard"] = this };
}
