using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;
using SalesOps.Domain.Messaging;
using SalesOps.Domain.Model;
using SalesOps.Domain.Store.Changes;

namespace SalesOps.Domain.UseCases.Tasks;

/// <summary>批量新增任务: the same is to be done for several customers; each gets a task of its own or is refused by itself. <see cref="UndoTasks"/> takes them back together.</summary>
public static class AddTasks
{
    /// <param name="SalesUserId">Who does them; null for whose customer each is.</param>
    /// <param name="DueAt">UTC; within a year from now.</param>
    public sealed record Command(Guid OperationId, IReadOnlyList<Guid> CustomerIds, TaskKind Kind, Guid? SalesUserId, DateTime DueAt, string Note) : ICommand<BulkAnswer>
    {
        public static Access Access => AddTask.Command.Access;
    }

    internal sealed class Validator : AbstractValidator<Command>
    {
        public Validator(TimeProvider time)
        {
            this.Rows(c => c.CustomerIds, id => id);
            RuleFor(c => c.Kind).Must(AddTask.Kinds.Contains).WithMessage("Such tasks are made by rules alone.").WithErrorCode("choose");
            RuleFor(c => c.DueAt).DueSoon(time);
            RuleFor(c => c.Note).Visible().MaximumLength(500).WithErrorCode("too_long").SoundText();
        }
    }

    internal sealed class Handler(Change change, CallerContext caller, TaskBook book) : IRequestHandler<Command, Result<BulkAnswer>>
    {
        public async Task<Result<BulkAnswer>> Handle(Command request, CancellationToken cancellationToken)
        {
            if (request.SalesUserId is { } named && (!book.MayGet(named) || (caller.Current.OnlyOwnerId is { } only && only != named)))
                return Error.Invalid("salesUserId", "The owner must be an active person who is let in.", "choose");
            var customers = await change.Store.Customers.VisibleTo(caller.Current).Where(c => request.CustomerIds.Contains(c.Id)).ToDictionaryAsync(c => c.Id, cancellationToken);
            var single = new AddTask.Handler(change, caller, book);
            return Bulk.Answer([.. request.CustomerIds.Select(id => new BulkLine(id, Add(request, single, customers.GetValueOrDefault(id))))]);
        }

        private Error? Add(Command request, AddTask.Handler single, Customer? customer)
        {
            if (customer is null) return Error.NotFound("The customer");
            if (customer.ErasedAt is not null) return Refusals.Erased;
            if ((request.SalesUserId ?? customer.SalesUserId) is not { } owner) return Error.Conflict("The customer is nobody's.", "customer_unbound");
            if (!book.MayGet(owner)) return Error.Conflict("The customer's salesperson is let in no more.", "owner_suspended");
            var answer = single.Add(new AddTask.Command(request.OperationId, customer.Id, request.Kind, owner, request.DueAt, request.Note), customer);
            // It speaks of this customer, and not of a field that would be wrong for all.
            return answer.Succeeded ? null : answer.Errors[0] with { Kind = ErrorKind.Conflict, Field = null };
        }
    }
}
