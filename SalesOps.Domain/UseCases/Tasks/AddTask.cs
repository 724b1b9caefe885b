using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;
using SalesOps.Domain.Messaging;
using SalesOps.Domain.Model;
using SalesOps.Domain.Store.Changes;

namespace SalesOps.Domain.UseCases.Tasks;

/// <summary>新增任务: something a person promised or noticed, with who does it and until when.</summary>
public static class AddTask
{
    /// <summary>The kinds that a person can add; the others come from rules.</summary>
    public static readonly IReadOnlyList<TaskKind> Kinds = [TaskKind.FollowUp, TaskKind.AskCustomer];

    /// <param name="SalesUserId">Who does it; a salesperson adds tasks for nobody else.</param>
    /// <param name="DueAt">UTC; within a year from now.</param>
    public sealed record Command(Guid OperationId, Guid CustomerId, TaskKind Kind, Guid SalesUserId, DateTime DueAt, string Note) : ICommand<Answer>
    {
        public static Access Access => Access.AnyPerson;
    }

    public sealed record Answer(Guid TaskId);

    internal sealed class Validator : AbstractValidator<Command>
    {
        public Validator(TimeProvider time)
        {
            RuleFor(c => c.CustomerId).NotEmpty().WithErrorCode("choose");
            RuleFor(c => c.Kind).Must(Kinds.Contains).WithMessage("Such tasks are made by rules alone.").WithErrorCode("choose");
            RuleFor(c => c.SalesUserId).NotEmpty().WithErrorCode("choose");
            RuleFor(c => c.DueAt).DueSoon(time);
            RuleFor(c => c.Note).Visible().MaximumLength(500).WithErrorCode("too_long").SoundText();
        }
    }

    internal sealed class Handler(Change change, CallerContext caller, TaskBook book) : IRequestHandler<Command, Result<Answer>>
    {
        public async Task<Result<Answer>> Handle(Command request, CancellationToken cancellationToken) =>
            Add(request, await change.Store.Customers.VisibleTo(caller.Current).FirstOrDefaultAsync(c => c.Id == request.CustomerId, cancellationToken));

        /// <param name="customer">Null for one that the sender may not open, or that is none.</param>
        public Result<Answer> Add(Command request, Customer? customer)
        {
            var sender = caller.Current;
            if (!book.MayGet(request.SalesUserId) || (sender.OnlyOwnerId is { } only && only != request.SalesUserId))
                return Error.Invalid("salesUserId", "The owner must be an active person who is let in.", "choose");
            if (customer is null) return Error.Invalid("customerId", "There is no such customer.", "unknown");
            if (customer.ErasedAt is not null) return Refusals.Erased;
            if (!book.MayServe(request.SalesUserId, customer)) return Error.Invalid("salesUserId", "The customer is not that salesperson's.", "not_their_customer");
            var task = new WorkTask(change.NewId(), request.Kind, customer, request.SalesUserId, request.Note.Trim(), change.Now, request.DueAt.ToWholeMinute());
            change.Add(task);
            change.Record("task.created", task, customer);
            return new Answer(task.Id);
        }
    }
}
