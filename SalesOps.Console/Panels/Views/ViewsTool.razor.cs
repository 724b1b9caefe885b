using MediatR;
using Microsoft.AspNetCore.Components;
using Radzen;
using SalesOps.Console.Panels.Forms;
using SalesOps.Console.Resources;
using SalesOps.Console.Shell;
using SalesOps.Domain.Messaging;
using SalesOps.Domain.Model;
using SalesOps.Domain.UseCases.Views;
using Error = SalesOps.Domain.Messaging.Error;

namespace SalesOps.Console.Panels.Views;

/// <summary>The menu of a list's saved views.</summary>
public sealed partial class ViewsTool
{
    private IReadOnlyList<ListViews.Row>? _views;
    private ListViews.Row? _chosen;
    private string? _problem;

    /// <summary>The list, by its section on the page.</summary>
    [Parameter, EditorRequired] public string List { get; set; } = "";
    /// <summary>What is looked at now, as a view keeps it.</summary>
    [Parameter, EditorRequired] public string Shows { get; set; } = "";
    /// <summary>Words are searched for, which no view keeps.</summary>
    [Parameter] public bool HasSearch { get; set; }
    /// <summary>Look at this.</summary>
    [Parameter] public EventCallback<string> OnShow { get; set; }

    [Inject] private IMediator Mediator { get; set; } = default!;
    [Inject] private CallerContext Caller { get; set; } = default!;
    [Inject] private DialogService Dialogs { get; set; } = default!;
    [Inject] private NotificationService Notifications { get; set; } = default!;
    [Inject] private Undos Undos { get; set; } = default!;

    /// <summary>The view that is looked at, with a star when something was changed since.</summary>
    private string Title => _chosen is null || (Shows.Length == 0 && _chosen.Shows.Length > 0) ? Text.Views : _chosen.Shows == Shows ? _chosen.Name : _chosen.Name + " *";

    private bool MayShare => Caller.Current.Role != Role.RealSalesUser;

    private async Task ReadAsync()
    {
        var answer = await Mediator.Send(new ListViews.Query(List));
        _problem = answer.Succeeded ? null : ErrorTexts.Of(answer.Errors[0]);
        if (!answer.Succeeded) return;
        _views = answer.Value;
        if (_chosen is { } chosen) _chosen = _views.FirstOrDefault(v => v.Id == chosen.Id);
    }

    private Task ShowAsync(ListViews.Row view)
    {
        _chosen = view;
        return OnShow.InvokeAsync(view.Shows);
    }

    private async Task SaveAsync()
    {
        var (list, shows) = (List, Shows);
        var saved = await AskAsync<SaveView.Command, SaveView.Answer>(Text.ViewSave, $"view-{list}", "", false, (operation, name, shared) => new(operation, list, name, shows, shared));
        if (saved is not SaveView.Answer answer) return;
        await ReadAsync();
        _chosen = _views?.FirstOrDefault(v => v.Id == answer.ViewId);
        if (_chosen is { } view) OfferUndo(Text.ViewSaved.With(view.Name), () => SendAsync(new RemoveView.Command(Guid.CreateVersion7(), view.Id, view.Version)));
    }

    private async Task EditAsync(ListViews.Row view)
    {
        var seen = view;
        var edited = await AskAsync<EditView.Command, EditView.Answer>(Text.ViewEdit, $"view-{view.Id}", view.Name, view.IsShared, (operation, name, shared) => new(operation, seen.Id, seen.Version, name, seen.Shows, shared), RereadAsync);
        if (edited is EditView.Answer answer) await EditedAsync(seen, answer);

        async Task<(string, bool)?> RereadAsync()
        {
            await ReadAsync();
            if (_views?.FirstOrDefault(v => v.Id == view.Id) is not { } now) return null;
            seen = now;
            return (now.Name, now.IsShared);
        }
    }

    /// <summary>Lets the view show what is looked at now.</summary>
    private async Task RenewAsync(ListViews.Row view)
    {
        var answer = await Mediator.Send(new EditView.Command(Guid.CreateVersion7(), view.Id, view.Version, view.Name, Shows, view.IsShared));
        if (answer.Succeeded) await EditedAsync(view, answer.Value);
        else Refuse(answer.Errors[0]);
    }

    private async Task EditedAsync(ListViews.Row was, EditView.Answer now)
    {
        await ReadAsync();
        OfferUndo(Text.ViewEdited.With(was.Name), () => SendAsync(new EditView.Command(Guid.CreateVersion7(), was.Id, now.Version, was.Name, was.Shows, was.IsShared)));
    }

    private async Task RemoveAsync(ListViews.Row view)
    {
        var answer = await Mediator.Send(new RemoveView.Command(Guid.CreateVersion7(), view.Id, view.Version));
        if (!answer.Succeeded)
        {
            Refuse(answer.Errors[0]);
            return;
        }
        await ReadAsync();
        OfferUndo(Text.ViewRemoved.With(view.Name), () => SendAsync(new RestoreView.Command(Guid.CreateVersion7(), view.Id)));
    }

    private Task<object?> AskAsync<TCommand, TAnswer>(string title, string draft, string name, bool isShared, Func<Guid, string, bool, TCommand> make, Func<Task<(string Name, bool IsShared)?>>? reread = null) where TCommand : ICommand<TAnswer> =>
        Dialogs.AskAsync<ViewDialog<TCommand, TAnswer>>(title, (nameof(ViewDialog<TCommand, TAnswer>.Name), name), (nameof(ViewDialog<TCommand, TAnswer>.IsShared), isShared),
            (nameof(ViewDialog<TCommand, TAnswer>.Draft), draft), (nameof(ViewDialog<TCommand, TAnswer>.MayShare), MayShare), (nameof(ViewDialog<TCommand, TAnswer>.Make), make), (nameof(ViewDialog<TCommand, TAnswer>.Reread), reread));

    private void OfferUndo(string what, Func<Task<Error?>> undo) => Undos.Offer(what, async () =>
    {
        var refused = await undo();
        await ReadAsync();
        StateHasChanged();
        return (refused is null ? Text.ViewUndone : null, refused);
    });

    private async Task<Error?> SendAsync<T>(IRequest<Result<T>> command) => await Mediator.Send(command) is { Succeeded: false } answer ? answer.Errors[0] : null;

    private void Refuse(Error error) => Notifications.Notify(NotificationSeverity.Error, ErrorTexts.Of(error));
}
