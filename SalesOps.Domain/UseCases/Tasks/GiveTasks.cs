using FluentValidation;
using MediatR;
using SalesOps.Domain.Messaging;
using SalesOps.Domain.Model;

namespace SalesOps.Domain.UseCases.Tasks;

/// <summary>转交任务: open tasks go to another person, who may open the customer.</summary>
public static class GiveTasks
{
    public sealed record Command(Guid OperationId, IReadOnlyList<SeenTask> Tasks, Guid SalesUserId) : ICommand<BulkAnswer>
    {
        public static Access Access => Access.Movers;
    }

    internal sealed class Validator : AbstractValidator<Command>
    {
        public Validator()
        {
            this.Rows(c => c.Tasks, t => t.TaskId);
            RuleFor(c => c.SalesUserId).NotEmpty().WithErrorCode("choose");
        }
    }

    internal sealed class Handler(TaskBook book) : IRequestHandler<Command, Result<BulkAnswer>>
    {
        public async Task<Result<BulkAnswer>> Handle(Command request, CancellationToken cancellationToken)
        {
            if (!book.MayGet(request.SalesUserId)) return Error.Invalid("salesUserId", "The owner must be an active person who is let in.", "choose");
            return await book.EachAsync(request.Tasks, "task.given", (task, customer) =>
            {
                if (task.Status != WorkTaskStatus.Open) return Refusals.TaskEnded;
                if (task.SalesUserId == request.SalesUserId) return Error.Conflict("The task is that person's already.", "task_same_owner");
                if (!book.MayServe(request.SalesUserId, customer)) return Error.Conflict("The customer is not that salesperson's.", "not_their_customer");
                task.GiveTo(request.SalesUserId);
                return null;
            });
        }
    }
}
