using MediatR;
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
    private Undos.Undo? _undo;
    private bool _isBusy;
    private bool _isTakenBack;

    [Parameter, EditorRequired] public DialogGuard Guard { get; set; } = default!;

    [Inject] private DialogService Dialogs { get; set; } = default!;
    [Inject] private IMediator Mediator { get; set; } = default!;
    [Inject] private Undos Undos { get; set; } = default!;
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
            // While it is taken back it is not known yet whom the list hears of.
            if (!_isBusy) Close();
            return false;
        };
        var name = _model.Name.Trim();
        _undo = Undos.Offer(Text.PersonAdded.With(name), async () =>
        {
            SetBusy(true);
            try
            {
                var undone = await Mediator.Send(new UndoInvitation.Command(Guid.CreateVersion7(), _operation));
                _isTakenBack = undone.Succeeded;
                return undone.Undone(_ => Text.AddingUndone.With(name));
            }
            finally
            {
                SetBusy(false);
            }
        });
    }

    private void SetBusy(bool isBusy)
    {
        _isBusy = isBusy;
        StateHasChanged();
    }

    private void Undone(bool isWhole)
    {
        if (isWhole) Close();
    }

    private void Close() => Dialogs.Close(_isTakenBack ? null : _added);
}
