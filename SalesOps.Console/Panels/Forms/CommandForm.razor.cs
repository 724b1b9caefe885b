using FluentValidation;
using MediatR;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Forms;
using Microsoft.JSInterop;
using Radzen;
using SalesOps.Console.Resources;
using SalesOps.Console.Shell;
using SalesOps.Domain.Messaging;
using Error = SalesOps.Domain.Messaging.Error;

namespace SalesOps.Console.Panels.Forms;

/// <summary>
/// A dialog's form that sends a command. It asks the command's own validator first, the same that the pipeline asks, and puts what
/// either says at the fields. What was typed stays until the command was carried out.
/// </summary>
public sealed partial class CommandForm<TCommand, TAnswer> : IAsyncDisposable where TCommand : ICommand<TAnswer>
{
    private EditContext _form = default!;
    private ValidationMessageStore _messages = default!;
    private string? _problem;
    private bool _isBusy;
    private bool _asks;
    /// <summary>Nobody needs what was typed any more.</summary>
    private bool _isOver;
    private string? _restored;
    private string? _overridden;

    /// <summary>What the fields are bound to; its properties are called as the command's.</summary>
    [Parameter, EditorRequired] public object Model { get; set; } = default!;
    /// <summary>The command of what was typed, always with the operation id the form was opened with.</summary>
    [Parameter, EditorRequired] public Func<TCommand> Make { get; set; } = default!;
    /// <summary>The fields' names with their labels.</summary>
    [Parameter, EditorRequired] public IReadOnlyDictionary<string, string> Fields { get; set; } = default!;
    /// <summary>How the command is sent when it is but the first of several; null for the one.</summary>
    [Parameter] public Func<TCommand, Task<Result<TAnswer>>>? Send { get; set; }
    /// <summary>False while there is nothing to send.</summary>
    [Parameter] public bool IsReady { get; set; } = true;
    [Parameter, EditorRequired] public string SubmitText { get; set; } = "";
    [Parameter, EditorRequired] public DialogGuard Guard { get; set; } = default!;
    /// <summary>The name under which the tab keeps what is typed, in case that the server forgets this page; null where nothing is typed.</summary>
    [Parameter] public string? Draft { get; set; }
    [Parameter, EditorRequired] public EventCallback<TAnswer> OnDone { get; set; }
    /// <summary>Asked first about an error that belongs to no field; true when all is said about it.</summary>
    [Parameter] public Func<Error, Task<bool>>? OnRefused { get; set; }
    [Parameter] public RenderFragment? ChildContent { get; set; }

    [Inject] private IMediator Mediator { get; set; } = default!;
    [Inject] private IEnumerable<IValidator<TCommand>> Validators { get; set; } = default!;
    [Inject] private DialogService Dialogs { get; set; } = default!;
    [Inject] private IJSRuntime Browser { get; set; } = default!;
    [Inject] private CallerContext Caller { get; set; } = default!;

    private string? DraftName => Draft is null ? null : $"{Caller.Current.SalesUserId:N}:{Draft}";

    protected override void OnInitialized()
    {
        _form = new EditContext(Model);
        _messages = new ValidationMessageStore(_form);
        _form.OnFieldChanged += OnFieldChanged;
        Guard.MayClose = MayClose;
    }

    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (!firstRender) return;
        // What the fields hold is noted before anybody can be in one.
        var restoring = Draft is null ? default : Browser.InvokeAsync<Kept?>("salesOps.restoreDraft", ".rz-dialog form");
        await Browser.InvokeVoidAsync("salesOps.focusFirst", ".rz-dialog form");
        if (await restoring is not { } kept) return;
        _restored = kept.Sent ? Text.DraftSent : Text.DraftRestored;
        if (kept.Changed.Count > 0) _overridden = Text.DraftOverrides.With(string.Join(Text.ListSeparator, kept.Changed));
        StateHasChanged();
    }

    /// <param name="Sent">It may have been carried out already.</param>
    /// <param name="Changed">Fields that somebody else had changed meanwhile, in words.</param>
    private sealed record Kept(bool Sent, IReadOnlyList<string> Changed);

    /// <summary>For controls that are no inputs: their field was changed.</summary>
    public void Changed(string name) => _form.NotifyFieldChanged(new FieldIdentifier(Model, name));

    /// <summary>For controls that are no inputs: <c>aria-invalid</c> of their field.</summary>
    public string? Invalid(string name) => _form.GetValidationMessages(new FieldIdentifier(Model, name)).Any() ? "true" : null;

    /// <summary>Nobody needs what was typed any more: the dialog goes on with another form, or closes by other means.</summary>
    public void GiveUp() => _isOver = true;

    private void OnFieldChanged(object? sender, FieldChangedEventArgs e)
    {
        _messages.Clear(e.FieldIdentifier);
        _form.NotifyValidationStateChanged();
    }

    private bool MayClose()
    {
        if (_isBusy) return false;
        if (!_form.IsModified()) return _isOver = true;
        _asks = true;
        _ = InvokeAsync(StateHasChanged);
        return false;
    }

    private void Discard()
    {
        _isOver = true;
        Dialogs.Close(null);
    }

    private void Cancel()
    {
        if (MayClose()) Dialogs.Close(null);
    }

    private async Task SubmitAsync()
    {
        if (_isBusy) return;
        _messages.Clear();
        (_problem, _asks) = (null, false);
        // A number field that holds no number has its own message, and no value to send.
        var unread = _form.GetValidationMessages().Any();
        var command = Make();
        foreach (var failure in Validators.SelectMany(v => v.Validate(command).Errors)) Put(failure.PropertyName.Split('[')[0], label => ErrorTexts.At(label, failure), failure.ErrorMessage);
        if (unread || _form.GetValidationMessages().Any())
        {
            await ShowErrorsAsync();
            return;
        }
        _isBusy = true;
        try
        {
            var answer = await (Send is null ? Mediator.Send(command) : Send(command));
            if (answer.Succeeded)
            {
                _form.MarkAsUnmodified();
                _isOver = true;
                await OnDone.InvokeAsync(answer.Value);
                return;
            }
            foreach (var error in answer.Errors)
            {
                if (error is { Kind: ErrorKind.Invalid, Field: { Length: > 0 } field })
                    Put(char.ToUpperInvariant(field[0]) + field[1..], label => ErrorTexts.At(label, error), error.Message);
                else if (OnRefused is null || !await OnRefused(error))
                    _problem = ErrorTexts.Of(error);
            }
        }
        finally
        {
            _isBusy = false;
        }
        await ShowErrorsAsync();
    }

    private void Put(string name, Func<string, string> message, string otherwise)
    {
        if (Fields.TryGetValue(name, out var label)) _messages.Add(new FieldIdentifier(Model, name), message(label));
        else _problem = otherwise;
    }

    private async Task ShowErrorsAsync()
    {
        _form.NotifyValidationStateChanged();
        StateHasChanged();
        await Browser.InvokeVoidAsync("salesOps.focus", ".rz-dialog :is([aria-invalid=true]:not([role=radiogroup]), [role=radiogroup][aria-invalid=true] input:not(:disabled), [role=alert][tabindex])");
    }

    public async ValueTask DisposeAsync()
    {
        _form.OnFieldChanged -= OnFieldChanged;
        // A form that failed has gone from its dialog, which closes without it; what was typed is found when it is opened again.
        if (Guard.MayClose == MayClose) Guard.MayClose = () => true;
        if (Draft is null || !_isOver) return;
        try
        {
            await Browser.InvokeVoidAsync("salesOps.dropDraft", DraftName);
        }
        catch (Exception gone) when (gone is JSDisconnectedException or OperationCanceledException)
        {
            // The page is not there to hear it: then the draft is what it finds again.
        }
    }
}
