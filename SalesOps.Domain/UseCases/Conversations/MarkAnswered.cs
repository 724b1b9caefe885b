using FluentValidation;
using MediatR;
using SalesOps.Domain.Messaging;
using SalesOps.Domain.Model;
using SalesOps.Domain.Store.Changes;
using SalesOps.Domain.UseCases.Customers;
using SalesOps.Domain.UseCases.Handovers;

namespace SalesOps.Domain.UseCases.Conversations;

/// <summary>已回复: the customer was answered where the console does not hear it, as people answer in the channel's own program; nobody waits any more.</summary>
public static class MarkAnswered
{
    public const string Action = "customer.answered";

    /// <param name="LastInboundAt">The last message that was seen; UTC. When the customer wrote another since, nothing is done.</param>
    public sealed record Command(Guid OperationId, Guid ConversationId, DateTime LastInboundAt) : ICommand<Answer>
    {
        public static Access Access => Access.AnyPerson;
    }

    /// <param name="FinalAt">Until when it can be undone; UTC.</param>
    public sealed record Answer(DateTime FinalAt);

    internal sealed class Validator : AbstractValidator<Command>
    {
        public Validator() => RuleFor(c => c.ConversationId).NotEmpty();
    }

    internal sealed class Handler(Change change, CallerContext caller) : IRequestHandler<Command, Result<Answer>>
    {
        public Task<Result<Answer>> Handle(Command request, CancellationToken cancellationToken) => Task.FromResult(Mark(request));

        private Result<Answer> Mark(Command request)
        {
            var opened = HeldConversation.Open(change, caller.Current, request.ConversationId);
            if (!opened.Succeeded) return Result<Answer>.Fail(opened.Errors);
            var (customer, conversation) = opened.Value;
            if (conversation.LastInboundAt != request.LastInboundAt) return new Error(ErrorKind.Stale, "The customer wrote again.", Code: "wrote_again");
            if (conversation.UnansweredSince is null) return Error.Conflict("The customer was answered already.", "answered");
            Unanswered.End(change, customer, conversation);
            conversation.Interrupt();
            change.Record(Action, customer, conversation);
            return new Answer(change.Now + UndoWindow.Length);
        }
    }
}
