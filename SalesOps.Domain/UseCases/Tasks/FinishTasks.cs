using FluentValidation;
using MediatR;
using SalesOps.Domain.Messaging;
using SalesOps.Domain.Model;
using SalesOps.Domain.Store.Changes;

namespace SalesOps.Domain.UseCases.Tasks;

/// <summary>完成任务: open tasks are done. Those that end by themselves, with a review or a binding, cannot be ended by hand.</summary>
public static class FinishTasks
{
    public sealed record Command(Guid OperationId, IReadOnlyList<SeenTask> Tasks) : ICommand<BulkAnswer>
    {
        public static Access Access => Access.AnyPerson;
    }

    internal sealed class Validator : AbstractValidator<Command>
    {
        public Validator() => this.Rows(c => c.Tasks, t => t.TaskId);
    }

    internal sealed class Handler(Change change, TaskBook book) : IRequestHandler<Command, Result<BulkAnswer>>
    {
        public Task<Result<BulkAnswer>> Handle(Command request, CancellationToken cancellationToken) => book.EachAsync(request.Tasks, "task.finished", (task, customer) =>
        {
            if (task.Status != WorkTaskStatus.Open) return Refusals.TaskEnded;
            if (task.EndsByItself) return Error.Conflict("The task ends with what it asks for.", $"task_{task.Kind.Code()}");
            task.Finish(customer, change.Now);
            return null;
        });
    }
}
