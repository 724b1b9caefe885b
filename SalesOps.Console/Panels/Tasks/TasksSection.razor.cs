using MediatR;
using Microsoft.AspNetCore.Components;
using Radzen;
using SalesOps.Console.Live;
using SalesOps.Console.Panels.Assignments;
using SalesOps.Console.Panels.Forms;
using SalesOps.Console.Panels.Lists;
using SalesOps.Console.Resources;
using SalesOps.Console.Shell;
using SalesOps.Domain.Messaging;
using SalesOps.Domain.Model;
using SalesOps.Domain.UseCases;
using SalesOps.Domain.UseCases.Assignments;
using SalesOps.Domain.UseCases.Tasks;

namespace SalesOps.Console.Panels.Tasks;

/// <summary>任务: what people must do, and what becomes of those that are chosen.</summary>
public sealed partial class TasksSection
{
    /// <summary>The filter <c>mine</c>'s word for who looks.</summary>
    private const string Mine = "me";
    private static readonly Dictionary<string, string> Open = new() { ["rows"] = "open" };

    private LiveGrid<ListTasks.Row>? _grid;
    private IReadOnlyList<GridFilter> _filters = [];
    private IReadOnlyList<GridColumn<ListTasks.Row>> _columns = [];
    private bool _isBusy;
    private BulkRun? _run;

    [Inject] private IMediator Mediator { get; set; } = default!;
    [Inject] private CallerContext Caller { get; set; } = default!;
    [Inject] private ChangeFeed Feed { get; set; } = default!;
    [Inject] private DialogService Dialogs { get; set; } = default!;
    [Inject] private NotificationService Notifications { get; set; } = default!;
    [Inject] private Undos Undos { get; set; } = default!;
    [Inject] private ConsoleTime Time { get; set; } = default!;

    protected override void OnInitialized()
    {
        var caller = Caller.Current;
        _filters =
        [
            .. caller is { OnlyOwnerId: null, SalesUserId: { } me } ? [new GridFilter("mine", Text.Column_task_owner, [new("", Text.TasksEverybody), new(Mine, Text.TasksMine, me.ToString())], AsChips: true)] : Array.Empty<GridFilter>(),
            new("rows", Text.Filter_rows, GridOptions.Rows("open", "all"), AsChips: true),
            new("kind", Text.Column_kind, GridOptions.Codes<TaskKind>("TaskKind")),
            new("status", Text.Column_status, GridOptions.Codes<WorkTaskStatus>("WorkTaskStatus"), Lifts: "rows"),
            new("due", Text.Column_due, [new("overdue", Text.Due_overdue), .. GridOptions.Times(Text.DueWithin, "4h", "1d", "7d")], Lifts: "rows"),
            new("salesUser", Text.Column_task_owner, () => [.. caller.OnlyOwnerId is null ? [new(ListTasks.Nobodys, Text.TasksNobodys)] : Array.Empty<GridOption>(), .. GridOptions.Workers(Feed.Last.Directory, caller)]),
        ];
        _columns = GridColumns.Shared<ListTasks.Row>(
            new("kind", Text.Column_kind, null, KindAndDueCell),
            new("customer", Text.Column_customer, null, CustomerCell),
            new("owner", Text.Column_task_owner, "15%", OwnerCell),
            new("status", Text.Column_status, "112px", StatusCell),
            new("due", Text.Column_due, "248px", DueCell, "dueAt"));
    }

    private bool MayBind => TransferCustomers.Command.Access.Allows(Caller.Current);

    private async Task AddAsync()
    {
        if (await Dialogs.AddTaskAsync(null, () => _grid!.RefreshAsync()) is { } id)
            await _grid!.ShowRowAsync(id.ToString(), new Dictionary<string, string>());
    }

    private Task FinishAsync(GridSelection<ListTasks.Row> chosen) =>
        SendAsync(Seen(chosen, WorkTaskStatus.Open), part => new FinishTasks.Command(part.Operation, part.Rows), Text.TasksFinished, Text.TasksReopened);

    private Task ReopenAsync(GridSelection<ListTasks.Row> chosen) => SendAsync(Seen(chosen), part => new ReopenTasks.Command(part.Operation, part.Rows), Text.TasksReopened, Text.TasksUndone);

    private Task PostponeAsync(GridSelection<ListTasks.Row> chosen) => AskAsync<PostponeTasksDialog>(Text.Postpone, Seen(chosen, WorkTaskStatus.Open), Text.TasksPostponed);

    private Task GiveAsync(GridSelection<ListTasks.Row> chosen) => AskAsync<GiveTasksDialog>(Text.GiveTo, Seen(chosen, WorkTaskStatus.Open), Text.TasksGiven);

    /// <summary>Gives the unbound customers whom the tasks are about to an AI agent, which ends the tasks.</summary>
    private async Task BindAsync(GridSelection<ListTasks.Row> chosen)
    {
        var unbound = chosen.Seen<Chosen>().Where(c => c is { Kind: TaskKind.BindCustomer, Task.Status: WorkTaskStatus.Open }).DistinctBy(c => c.CustomerId).Select(c => new TransferCustomers.Seen(c.CustomerId, null)).ToList();
        if (unbound.Count > 0 && await Dialogs.TransferAsync(unbound) is { } left) await _grid!.DoneAsync<Chosen>(one => left.Contains(one.CustomerId));
    }

    private async Task SendAsync(IReadOnlyList<SeenTask> tasks, Func<BulkPart<SeenTask>, IRequest<Result<BulkAnswer>>> command, string done, string undone)
    {
        if (_isBusy) return;
        var run = new BulkRun<SeenTask>(tasks, t => t.TaskId);
        (_isBusy, _run) = (true, run);
        try
        {
            var answer = await run.SendAsync(part => Mediator.Send(command(part)));
            if (!answer.Succeeded)
            {
                Notifications.Refuse(answer.Errors);
                await _grid!.RefusedAsync();
                return;
            }
            await TellAsync(answer.Value, done, tasks);
            MayUndo(run.Done, answer.Value, done, undone);
        }
        finally
        {
            (_isBusy, _run) = (false, null);
        }
    }

    private async Task AskAsync<TDialog>(string title, IReadOnlyList<SeenTask> tasks, string done) where TDialog : ComponentBase
    {
        if (await Dialogs.AskAsync<TDialog>(title, ("Tasks", tasks)) is not ChangedTasks changed) return;
        await TellAsync(changed.Answer, done, tasks);
        MayUndo(changed.Deeds, changed.Answer, done, Text.TasksUndone);
    }

    private void MayUndo(IReadOnlyList<BulkPart<Guid>> deeds, BulkAnswer answer, string done, string undone)
    {
        var undo = new BulkRun<Guid>(deeds);
        Undos.Offer(done.With(answer.Done), () => undo.SendAsync(part => Mediator.Send(new UndoTasks.Command(part.Operation, part.Rows[0]))), undone, then: () => _grid!.RefreshAsync());
    }

    private async Task TellAsync(BulkAnswer answer, string done, IReadOnlyList<SeenTask> asked)
    {
        Notifications.Tell(answer, done, asked.Count);
        var left = answer.Left(asked.Select(t => t.TaskId));
        await _grid!.DoneAsync<Chosen>(one => left.Contains(one.Task.TaskId));
    }

    private static IReadOnlyList<SeenTask> Seen(GridSelection<ListTasks.Row> chosen, WorkTaskStatus? only = null) => [.. chosen.Seen<Chosen>().Select(c => c.Task).Where(t => only is null || t.Status == only)];

    /// <summary>What acts need of a row.</summary>
    private sealed record Chosen(SeenTask Task, TaskKind Kind, Guid CustomerId, Guid? ReviewId);
}
