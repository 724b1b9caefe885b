using FluentValidation;
using MediatR;
using SalesOps.Domain.Messaging;
using SalesOps.Domain.Model;
using SalesOps.Domain.Model.Rules;
using SalesOps.Domain.Store;
using SalesOps.Domain.UseCases.Customers;
using SalesOps.Domain.UseCases.Handovers;

namespace SalesOps.Domain.UseCases.Conversations;

/// <summary>
/// The AI runtime said something to a customer. Who speaks names the holder's version at which it began: when the conversation changed hands
/// since, nothing is filed, and AI and person never talk at once.
/// </summary>
public static class ReplyToCustomer
{
    /// <param name="MessageId">The runtime's own id: with the conversation it makes the reply one effect, however often it is sent.</param>
    public sealed record Command(Guid ConversationId, string MessageId, string Text, int HolderVersion) : ICommand<Answer>
    {
        public static Access Access => Access.ConversationPrograms;

        public Guid OperationId { get; } = Operations.IdOf("reply", ConversationId.ToString(), MessageId);
    }

    public sealed record Answer(Guid ConversationId, string MessageId, ReceiveMessage.HolderAnswer Holder);

    /// <summary>The customer wants no messages in the conversation.</summary>
    internal static bool IsUnwanted(Playbook playbook, Conversation conversation, Customer customer) =>
        playbook.IsFinal(conversation.State) || customer.IsOptedOut(conversation.Channel);

    internal sealed class Validator : AbstractValidator<Command>
    {
        public Validator()
        {
            RuleFor(c => c.MessageId).NotEmpty().MaximumLength(200).PlainText();
            RuleFor(c => c.Text).NotEmpty().MaximumLength(8000).SoundText();
            RuleFor(c => c.HolderVersion).GreaterThan(0);
        }
    }

    internal sealed class Handler(Change change, Playbook playbook) : IRequestHandler<Command, Result<Answer>>
    {
        public Task<Result<Answer>> Handle(Command request, CancellationToken cancellationToken) => Task.FromResult(Reply(request));

        private Result<Answer> Reply(Command request)
        {
            if (change.Find<Conversation>((nameof(Conversation.Id), request.ConversationId)) is not { } conversation) return Error.NotFound("The conversation");
            if (conversation.HolderVersion != request.HolderVersion) return HeldConversation.Stale(conversation, change.Directory);
            if (conversation.Holder != Holder.Ai) return Error.Conflict($"The holder is {conversation.Holder.Code()}: the AI does not speak.", $"holder_{conversation.Holder.Code()}");
            var customer = change.Find<Customer>((nameof(Customer.Id), conversation.CustomerId))!;
            if (IsUnwanted(playbook, conversation, customer)) return Error.Conflict("The customer wants no more messages.", "opted_out");
            if (MayBeUnwanted(conversation)) return Error.Conflict("A person has yet to decide whether the customer wants no more messages.", "opt_out_pending");
            if (change.Find<Message>((nameof(Channel), conversation.Channel.Code()), (nameof(Message.ExternalId), request.MessageId)) is not null)
                return Refusals.MessageId;
            var message = new Message(change.NewId(), conversation, request.MessageId, Direction.Outbound, request.Text, null, change.Now, change.Now);
            change.Add(message);
            Unanswered.End(change, customer, conversation);
            change.Record("message.sent", message);
            return new Answer(conversation.Id, request.MessageId, new ReceiveMessage.HolderAnswer(conversation.Holder.Code(), conversation.HolderVersion));
        }

        /// <summary>The AI understood here that the customer wants no messages, and a person has yet to say whether that is so.</summary>
        private bool MayBeUnwanted(Conversation conversation) =>
            change.FindAll<Review>((nameof(Review.CustomerId), conversation.CustomerId), (nameof(Review.Status), ReviewStatus.Pending.Code()))
                .Any(r => r.ConversationId == conversation.Id && change.Find<Understanding>((nameof(Understanding.Id), r.UnderstandingId)) is { } read
                    && playbook.Transitions.Any(move => move.Trigger == read.Intent && playbook.IsFinal(move.To)));
    }
}
