using FluentValidation;
using MediatR;
using SalesOps.Domain.Messaging;
using SalesOps.Domain.Model;

namespace SalesOps.Domain.UseCases.Tasks;

/// <summary>推迟任务: open tasks are due at another time.</summary>
public static class PostponeTasks
{
    /// <param name="DueAt">UTC; within a year from now.</param>
    public sealed record Command(Guid OperationId, IReadOnlyList<SeenTask> Tasks, DateTime DueAt) : ICommand<BulkAnswer>
    {
        public static Access Access => Access.AnyPerson;
    }

    internal sealed class Validator : AbstractValidator<Command>
    {
        public Validator(TimeProvider time)
        {
            this.Rows(c => c.Tasks, t => t.TaskId);
            RuleFor(c => c.DueAt).DueSoon(time);
        }
    }

    internal sealed class Handler(TaskBook book) : IRequestHandler<Command, Result<BulkAnswer>>
    {
        public Task<Result<BulkAnswer>> Handle(Command request, CancellationToken cancellationToken)
        {
            var dueAt = request.DueAt.ToWholeMinute();
            return book.EachAsync(request.Tasks, "task.postponed", (task, _) =>
            {
                if (task.Status != WorkTaskStatus.Open) return Refusals.TaskEnded;
                if (task.EndsByItself) return Error.Conflict("The task's limit is not a person's to move.", $"task_{task.Kind.Code()}");
                if (task.DueAt == dueAt) return Error.Conflict("The task is due then already.", "task_same_due");
                task.Postpone(dueAt);
                return null;
            });
        }
    }
}
