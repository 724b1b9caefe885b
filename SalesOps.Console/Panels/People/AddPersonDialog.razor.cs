using Microsoft.AspNetCore.Components;
using Radzen;
using SalesOps.Console.Panels.Forms;
using SalesOps.Console.Resources;
using SalesOps.Console.Shell;
using SalesOps.Console.SignIn;
using SalesOps.Domain.Model;
using SalesOps.Domain.UseCases.People;

namespace SalesOps.Console.Panels.People;

/// <summary>新增真实销售人: asks for the person, then shows the link that invites them, once.</summary>
public sealed partial class AddPersonDialog
{
    private sealed class Form
    {
        public string Name { get; set; } = "";
        public string Email { get; set; } = "";
        public Role Role { get; set; } = Role.RealSalesUser;
    }

    /// <summary>The dialog's answer.</summary>
    public sealed record Added(Guid Id, Role Role);

    private readonly Form _model = new();
    private readonly Guid _operation = Guid.CreateVersion7();
    private readonly string _token = Tokens.New();
    private readonly Dictionary<string, string> _fields = new(StringComparer.Ordinal)
    {
        [nameof(Form.Name)] = Text.Column_name,
        [nameof(Form.Email)] = Text.Column_email,
        [nameof(Form.Role)] = Text.Column_role,
    };
    private Added? _added;
    private string _link = "";
    private DateTime _expires;

    [Parameter, EditorRequired] public DialogGuard Guard { get; set; } = default!;

    [Inject] private DialogService Dialogs { get; set; } = default!;
    [Inject] private NotificationService Notifications { get; set; } = default!;
    [Inject] private NavigationManager Navigation { get; set; } = default!;

    private InviteSalesUser.Command Make() => new(_operation, _model.Name.Trim(), _model.Email.Trim(), _model.Role, Tokens.Hash(_token));

    private void Done(InviteSalesUser.Answer answer)
    {
        _added = new Added(answer.SalesUserId, _model.Role);
        _expires = answer.ExpiresAt;
        _link = $"{Navigation.BaseUri}invite?token={_token}";
        // However the dialog is closed now, the list hears of the person.
        Guard.MayClose = () =>
        {
            Dialogs.Close(_added);
            return false;
        };
        Notifications.Notify(NotificationSeverity.Success, Text.PersonAdded.With(_model.Name.Trim()));
    }
}
