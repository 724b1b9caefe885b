using FluentValidation;
using MediatR;
using SalesOps.Domain.Messaging;
using SalesOps.Domain.Model;
using SalesOps.Domain.Store.Audit;
using SalesOps.Domain.Store.Changes;

namespace SalesOps.Domain.UseCases.Tasks;

/// <summary>撤销: takes back within ten seconds that one added a task by hand, or gave away, postponed, finished or reopened some. What they were is read from the journal; a task that was changed again since stays as it is, and one that was added leaves no row.</summary>
public static class UndoTasks
{
    /// <param name="Deed">The operation that did it.</param>
    public sealed record Command(Guid OperationId, Guid Deed) : ICommand<BulkAnswer>
    {
        public static Access Access => Access.AnyPerson;
    }

    internal sealed class Validator : AbstractValidator<Command>
    {
        public Validator() => RuleFor(c => c.Deed).NotEmpty();
    }

    internal sealed class Handler(Change change, TaskBook book) : IRequestHandler<Command, Result<BulkAnswer>>
    {
        private const string Added = "task.created";
        private static readonly string[] Ending = ["task.finished", "task.reopened"];
        private static readonly string[] Undoable = [Added, "task.given", "task.postponed", .. Ending];

        public async Task<Result<BulkAnswer>> Handle(Command request, CancellationToken cancellationToken)
        {
            var entries = await PastDeed.EntriesAsync(change, request.Deed, Undoable, cancellationToken);
            if (entries.Count == 0) return Error.NotFound("What was done to tasks");
            if (PastDeed.Refuse(change, entries[0]) is { } refused) return refused;

            var (changes, rows, action) = (entries.ToDictionary(e => e.ObjectId, e => e.Changes), new PastRows(change.Store.Model, typeof(WorkTask)), entries[0].Action);
            var isAdded = action == Added;
            return await book.EachAsync(entries.ConvertAll(e => e.ObjectId), isAdded ? "task.adding_undone" : "task.change_undone", (task, customer) =>
                isAdded ? Remove(task, customer, rows, changes[task.Id])
                : Ending.Contains(action) ? Turn(task, customer, rows, changes[task.Id])
                : Revert(task, customer, rows, changes[task.Id]));
        }

        private Error? Revert(WorkTask task, Customer customer, PastRows rows, byte[] changed)
        {
            if (task.Status != WorkTaskStatus.Open) return Refusals.TaskEnded;
            var given = task.SalesUserId;
            if (!rows.Revert(task.Id, task, changed)) return Refusals.BuiltOn;
            if (task.SalesUserId == given || MayHave(task, customer)) return null;
            // Whose it was has left since, or the customer is another salesperson's.
            task.GiveTo(given);
            return Refusals.BuiltOn;
        }

        /// <summary>Opens what was ended, or ends what was opened, as it was: what was overdue and handed on is not handed on again.</summary>
        private Error? Turn(WorkTask task, Customer customer, PastRows rows, byte[] changed)
        {
            if (customer.ErasedAt is not null) return Refusals.Erased;
            if (!rows.Revert(task.Id, task, changed)) return Refusals.BuiltOn;
            if (task.Status != WorkTaskStatus.Open)
            {
                customer.TaskClosed();
                return null;
            }
            customer.TaskOpened();
            if (!MayHave(task, customer)) task.GiveTo(customer.SalesUserId);
            return null;
        }

        private bool MayHave(WorkTask task, Customer customer) => task.SalesUserId is not { } owner || (book.MayOwn(owner) && book.MayServe(owner, customer));

        private Error? Remove(WorkTask task, Customer customer, PastRows rows, byte[] added)
        {
            // What a decision asked for goes back with the decision.
            if (task.Note is null) return Error.NotFound("What was done to tasks");
            if (task.Status != WorkTaskStatus.Open) return Refusals.TaskEnded;
            var then = rows.Apply(added).OfType<WorkTask>().Single();
            if ((task.CustomerId, task.SalesUserId, task.DueAt) != (then.CustomerId, then.SalesUserId, then.DueAt)) return Refusals.BuiltOn;
            change.Remove(task);
            customer.TaskClosed();
            return null;
        }
    }
}
