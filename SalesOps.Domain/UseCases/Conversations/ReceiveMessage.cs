using System.Text.Json.Serialization;
using FluentValidation;
using MediatR;
using SalesOps.Domain.Messaging;
using SalesOps.Domain.Model;
using SalesOps.Domain.Store.Changes;
using SalesOps.Domain.Understandings;
using SalesOps.Domain.UseCases.Assignments;

namespace SalesOps.Domain.UseCases.Conversations;

/// <summary>
/// A customer wrote. Finds or makes the customer, binds it, has the message understood, and moves the conversation or asks a person.
/// </summary>
public static class ReceiveMessage
{
    /// <param name="MessageId">The channel's own id: with the channel it makes the message one effect, however often it is delivered.</param>
    /// <param name="DisplayName">What the channel calls the customer; one in which nothing is to be seen counts as none, because people do call themselves so.</param>
    /// <param name="SentAt">UTC; null for now.</param>
    /// <param name="Understanding">What the AI runtime understood; null to have it read here.</param>
    public sealed record Command(Channel Channel, string ExternalId, string MessageId, string Text, string? DisplayName = null,
        DateTime? SentAt = null, Reported? Understanding = null) : ICommand<Answer>
    {
        public static Access Access => Access.MessagePrograms;

        public Guid OperationId { get; } = Operations.IdOf("message", Channel.Code(), MessageId);
    }

    /// <summary>An understanding from outside. See <see cref="Reading"/> for the fields.</summary>
    /// <remarks>What is left out is not hashed, so that a delivery of before the field was known is still known when it is repeated.</remarks>
    /// <param name="Evidence">Words of the text that speak for the intent.</param>
    public sealed record Reported(string? Intent, string Stage, double Confidence, IReadOnlyList<string> Risks, string Model,
        [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IReadOnlyList<string>? Evidence = null,
        [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IReadOnlyList<Alternative>? Alternatives = null,
        [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] Translation? Gloss = null);

    /// <summary>The text in the reviewer's language.</summary>
    /// <param name="Evidence">Its words that speak for the intent.</param>
    public sealed record Translation(string Text, IReadOnlyList<string> Evidence);

    public sealed record Answer(Guid CustomerId, Guid ConversationId, AssignmentAnswer? Assignment, UnderstandingAnswer Understanding, StateAnswer State, HolderAnswer Holder);

    /// <param name="Created">Whether this message made the assignment.</param>
    public sealed record AssignmentAnswer(string AiAgent, string SalesUser, string Reason, bool Created);

    /// <param name="Review">A code of <see cref="ReviewStatus"/>.</param>
    public sealed record UnderstandingAnswer(string? Intent, string Stage, double Confidence, string Review);

    /// <param name="Applied">False when nothing moved, or the move waits for a person.</param>
    public sealed record StateAnswer(string From, string To, bool Applied);

    public sealed record HolderAnswer(string By, int Version);

    internal sealed class Validator : AbstractValidator<Command>
    {
        private static readonly DateTime Earliest = new(2000, 1, 1, 0, 0, 0, DateTimeKind.Utc);

        public Validator(TimeProvider time)
        {
            RuleFor(c => c.ExternalId).NotEmpty().MaximumLength(200).PlainText();
            RuleFor(c => c.MessageId).NotEmpty().MaximumLength(200).PlainText();
            RuleFor(c => c.Text).Cascade(CascadeMode.Stop).SoundText().MaximumLength(8000).Visible();
            RuleFor(c => c.DisplayName).MaximumLength(200).PlainText();
            RuleFor(c => c.SentAt).Must(at => at is null || (at >= Earliest && at <= time.GetUtcNow().UtcDateTime.AddDays(1))).WithMessage("The date must lie between 2000 and tomorrow.");
        }
    }

    internal sealed class Handler(Change change, BuiltInUnderstanding builtIn, Judgement judgement) : IRequestHandler<Command, Result<Answer>>
    {
        public async Task<Result<Answer>> Handle(Command request, CancellationToken cancellationToken)
        {
            // What was sent there bears ids too; a delivery of a message that came before does not get here.
            if (change.Find<Message>((nameof(Channel), request.Channel.Code()), (nameof(Message.ExternalId), request.MessageId)) is not null) return Refusals.MessageId;
            var reading = Read(request);
            var known = Correspondent.Find(change, request.Channel, request.ExternalId, judgement.StartState);
            var (customer, conversation, waitedOn) = known ?? Correspondent.Meet(change, request.Channel, request.ExternalId, request.DisplayName, judgement.StartState);

            var assignment = customer.IsBound ? null : await AssignAsync(customer, conversation, reading.Language, waitedOn);
            if (customer.IsBound) conversation.GiveToAi();
            var message = new Message(change.NewId(), conversation, request.MessageId, Direction.Inbound, request.Text, reading.Language, request.SentAt ?? change.Now, change.Now);
            change.Add(message);
            change.Record((known, assignment) switch
            {
                (null, null) => "customer.created_unbound",
                (null, _) => "customer.created_and_assigned",
                (_, null) => customer.IsBound ? "customer.returned_to_assignment" : "customer.returned_unbound",
                _ => "customer.assigned",
            }, customer);

            if (known is null) change.Add(judgement.FirstTask(customer));
            var from = conversation.State;
            var judged = judgement.Judge(customer, conversation, message, reading);
            return new Answer(customer.Id, conversation.Id, Describe(customer, assignment),
                new UnderstandingAnswer(reading.Intent, reading.Stage, reading.Confidence, judged.Understanding.Review.Code()),
                new StateAnswer(from, judged.Transition?.To ?? from, judged.Transition?.Status == TransitionStatus.Applied),
                new HolderAnswer(conversation.Holder.Code(), conversation.HolderVersion));
        }

        private Reading Read(Command request) => request.Understanding is { } given
            ? new GivenUnderstanding(given.Intent, given.Stage, given.Confidence, given.Risks, given.Model, given.Evidence, given.Alternatives, given.Gloss?.Text, given.Gloss?.Evidence)
                .Read(request.Text)
            : builtIn.Read(request.Text);

        /// <summary>Binds the customer, unless somebody else waits for the room there is: then it waits too, and is bound in its turn.</summary>
        /// <param name="waitedOn">Null for a new customer.</param>
        private async Task<Assignment?> AssignAsync(Customer customer, Conversation conversation, string? language, Channel? waitedOn)
        {
            var channels = Binding.Channels(change, customer.Id, conversation.Channel, customer.IsSeveral);
            if (Binding.Route(change, conversation.Channel, channels, language).AiAgentId is not { } id) return null;
            var agent = change.Directory.AiAgents[id];
            if (Binding.IsAwaited(change, agent, waitedOn)) return null;
            return waitedOn is null ? Binding.Bind(change, customer, agent, "new_customer") : (await Binding.BindWaitingAsync(change, customer, agent)).OfType<Assignment>().Single();
        }

        private AssignmentAnswer? Describe(Customer customer, Assignment? made) => customer.AiAgentId is { } agent
            ? new AssignmentAnswer(change.Directory.AiAgents[agent].Name, change.Directory.SalesUsers[customer.SalesUserId!.Value].Name,
                made?.Reason ?? "returned", made is not null)
            : null;
    }
}
