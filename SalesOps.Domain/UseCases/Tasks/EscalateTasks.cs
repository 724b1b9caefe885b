using MediatR;
using Microsoft.EntityFrameworkCore;
using SalesOps.Domain.Messaging;
using SalesOps.Domain.Model;
using SalesOps.Domain.Store.Changes;

namespace SalesOps.Domain.UseCases.Tasks;

/// <summary>
/// 逾期升级: tasks that are overdue for as much work time as the settings say go to the fallback owner, each once until it is due anew;
/// so do bindings, wishes for a person and customers of somebody silent that nobody owns, because they came before there was a fallback owner.
/// </summary>
public static class EscalateTasks
{
    private const int AtOnce = 200;

    public sealed record Command(Guid OperationId) : ICommand<Answer>
    {
        public static Access Access => Access.SystemOnly;
    }

    /// <param name="Overdue">How many went because they were overdue.</param>
    /// <param name="Unowned">How many bindings and wishes for a person went because nobody owned them.</param>
    /// <param name="IsMore">There may be more than were looked at.</param>
    public sealed record Answer(int Overdue, int Unowned, bool IsMore);

    internal sealed class Handler(Change change) : IRequestHandler<Command, Result<Answer>>
    {
        public async Task<Result<Answer>> Handle(Command request, CancellationToken cancellationToken)
        {
            if (change.Directory.FallbackAt(change.Now) is not { } owner) return Error.Conflict("There is no fallback owner.");
            var (unowned, overdue) = (await UnownedAsync(cancellationToken), await OverdueAsync(owner.Id, cancellationToken));
            if (unowned.Count + overdue.Count == 0) return Error.Conflict("No task is overdue for so long.");
            var ids = unowned.Concat(overdue).Select(t => t.CustomerId).Distinct().ToList();
            var customers = await change.Store.Customers.Where(c => ids.Contains(c.Id)).ToDictionaryAsync(c => c.Id, cancellationToken);
            foreach (var task in overdue)
            {
                task.Escalate(owner.Id, change.Now);
                change.Record("task.escalated", task, customers[task.CustomerId]);
            }
            foreach (var task in unowned.Except(overdue))
            {
                task.GiveTo(owner.Id);
                change.Record("task.given", task, customers[task.CustomerId]);
            }
            return new Answer(overdue.Count, unowned.Except(overdue).Count(), unowned.Count == AtOnce || overdue.Count == AtOnce);
        }

        private Task<List<WorkTask>> UnownedAsync(CancellationToken cancellationToken) =>
            change.Store.WorkTasks.Where(t => (t.Kind == TaskKind.BindCustomer || t.Kind == TaskKind.PersonWanted || t.Kind == TaskKind.OwnerSilent) && t.Status == WorkTaskStatus.Open && t.SalesUserId == null)
                .OrderBy(t => t.DueAt).ThenBy(t => t.Id).Take(AtOnce).ToListAsync(cancellationToken);

        private async Task<List<WorkTask>> OverdueAsync(Guid owner, CancellationToken cancellationToken)
        {
            var settings = change.Directory.Settings;
            if (settings.OverdueTime is not { } time) return [];
            // Work time is never shorter than time, and what was due earlier is overdue for longer: the first of these are those that go.
            var since = change.Now - time;
            var late = await change.Store.WorkTasks.Where(t => t.Status == WorkTaskStatus.Open && t.DueAt <= since && t.EscalatedAt == null && t.SalesUserId != owner)
                .OrderBy(t => t.DueAt).ThenBy(t => t.Id).Take(AtOnce).ToListAsync(cancellationToken);
            return [.. late.TakeWhile(t => settings.Calendar.Add(t.DueAt, time) <= change.Now)];
        }
    }
}
