using FluentValidation;
using MediatR;
using SalesOps.Domain.Messaging;
using SalesOps.Domain.Model;
using SalesOps.Domain.Model.Rules;
using SalesOps.Domain.Store.Changes;
using SalesOps.Domain.UseCases.Customers;

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

    /// <remarks>Without the message's id: answers outlive an erasure.</remarks>
    public sealed record Answer(Guid ConversationId, ReceiveMessage.HolderAnswer Holder);

    internal sealed class Validator : AbstractValidator<Command>
    {
        public Validator()
        {
            RuleFor(c => c.MessageId).NotEmpty().MaximumLength(200).PlainText();
            RuleFor(c => c.Text).NotEmpty().MaximumLength(Speaking.Longest).SoundText();
            RuleFor(c => c.HolderVersion).GreaterThan(0);
        }
    }

    internal sealed class Handler(Change change, Playbook playbook) : IRequestHandler<Command, Result<Answer>>
    {
        public Task<Result<Answer>> Handle(Command request, CancellationToken cancellationToken) => Task.FromResult(Reply(request));

        private Result<Answer> Reply(Command request)
        {
            var opened = Speaking.Open(change, request.ConversationId, request.HolderVersion);
            if (!opened.Succeeded) return Result<Answer>.Fail(opened.Errors);
            var (customer, conversation) = opened.Value;
            if (Speaking.Refuse(change, playbook, customer, conversation, request.MessageId) is { } refusal) return refusal;
            Speaking.Say(change, conversation, request.MessageId, request.Text);
            Unanswered.End(change, customer, conversation);
            return new Answer(conversation.Id, new ReceiveMessage.HolderAnswer(conversation.Holder.Code(), conversation.HolderVersion));
        }
    }
}
