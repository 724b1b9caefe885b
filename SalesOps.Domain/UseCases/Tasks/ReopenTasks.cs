using FluentValidation;
using MediatR;
using SalesOps.Domain.Messaging;
using SalesOps.Domain.Model;

namespace SalesOps.Domain.UseCases.Tasks;

/// <summary>重新打开任务: tasks that were ended are to be done after all.</summary>
public static class ReopenTasks
{
    public sealed record Command(Guid OperationId, IReadOnlyList<SeenTask> Tasks) : ICommand<BulkAnswer>
    {
        public static Access Access => Access.AnyPerson;
    }

    internal sealed class Validator : AbstractValidator<Command>
    {
        public Validator() => this.Rows(c => c.Tasks, t => t.TaskId);
    }

    internal sealed class Handler(TaskBook book) : IRequestHandler<Command, Result<BulkAnswer>>
    {
        public Task<Result<BulkAnswer>> Handle(Command request, CancellationToken cancellationToken) => book.EachAsync(request.Tasks, "task.reopened", (task, customer) =>
        {
            if (task.Status == WorkTaskStatus.Open) return Error.Conflict("The task is open.", "task_open");
            if (task.EndsByItself) return Error.Conflict("The task ended with what it asked for.", $"task_{task.Kind.Code()}");
            if (customer.ErasedAt is not null) return Refusals.Erased;
            task.Reopen(customer);
            // Whose it was may be gone since, or the customer another salesperson's.
            if (task.SalesUserId is { } owner && !(book.MayOwn(owner) && book.MayServe(owner, customer))) task.GiveTo(customer.SalesUserId);
            return null;
        });
    }
}
