using SalesOps.Domain.Messaging;
using SalesOps.Domain.Model;
using SalesOps.Domain.Model.Rules;
using SalesOps.Domain.Store;

namespace SalesOps.Domain.UseCases.Conversations;

/// <summary>What becomes of a reading: accepted or reviewed, and with it the move of the state machine and the tasks for people.</summary>
internal sealed class Judgement(Change change, Playbook playbook, ReviewPolicy policy)
{
    public string StartState => playbook.StartState;

    /// <summary>The first thing to do for a new customer: see to the first contact, or find an AI agent.</summary>
    public WorkTask FirstTask(Customer customer) => NewTask(customer.IsBound ? TaskKind.FirstContact : TaskKind.BindCustomer, customer, null);

    /// <summary>Files the reading under its message. While a person holds the conversation it is noted and nothing moves.</summary>
    public Judged Judge(Customer customer, Conversation conversation, Message message, Reading reading)
    {
        var held = conversation.Holder == Holder.Human;
        var verdict = policy.Judge(reading.Intent, reading.Language, message.Channel, reading.Confidence, reading.Risks, Chance(message));
        var status = held ? ReviewStatus.None : verdict.Sampled ? ReviewStatus.Sampled : verdict.Review ? ReviewStatus.Pending : ReviewStatus.None;
        var understanding = new Understanding(change.NewId(), message, reading, status, verdict.SamplingProbability, change.Now);
        change.Add(understanding);
        var transition = status is ReviewStatus.Pending || held ? null : Move(conversation, understanding);
        var stage = transition is { Status: TransitionStatus.Applied } ? transition.Stage : reading.Stage;
        customer.Understood(reading.Intent, stage, reading.Confidence, conversation.State);
        if (status is ReviewStatus.Pending or ReviewStatus.Sampled)
            AskPerson(ReviewKind.Understanding, customer, conversation, message, understanding, null, verdict.Reasons);
        if (transition is { Status: TransitionStatus.Pending })
            AskPerson(ReviewKind.State, customer, conversation, message, understanding, transition, ["needs_person"]);
        return new Judged(understanding, transition);
    }

    private StateTransition? Move(Conversation conversation, Understanding understanding)
    {
        if (playbook.Match(conversation.State, understanding.Intent, understanding.Stage, understanding.Confidence) is not { } rule) return null;
        var transition = new StateTransition(change.NewId(), understanding, conversation.State, rule.To, rule.Trigger, rule.Stage,
            rule.NeedsPerson ? TransitionStatus.Pending : TransitionStatus.Applied, change.Now);
        change.Add(transition);
        if (!rule.NeedsPerson) conversation.MoveTo(rule.To);
        change.Record(rule.NeedsPerson ? "state_machine.proposed" : "state_machine.applied", conversation, transition);
        return transition;
    }

    private void AskPerson(ReviewKind kind, Customer customer, Conversation conversation, Message message, Understanding understanding,
        StateTransition? transition, IReadOnlyList<string> reasons)
    {
        var due = policy.DueAt(kind, message.Channel, change.Now, conversation.LastInboundAt);
        var review = new Review(change.NewId(), kind, customer, message, understanding, transition, reasons, change.Now, due);
        change.Add(review, NewTask(TaskKind.Review, customer, review));
    }

    private WorkTask NewTask(TaskKind kind, Customer customer, Review? review) =>
        new(change.NewId(), kind, customer, review?.Id, change.Now, review?.DueAt ?? change.Now + playbook.TaskTime(kind));

    /// <summary>0..1, drawn from the message itself, so that a delivery that is repeated draws the same lot.</summary>
    private static double Chance(Message message) => Operations.LotOf("sample", message.Channel.Code(), message.ExternalId);
}

/// <param name="Transition">Null when nothing moves.</param>
internal sealed record Judged(Understanding Understanding, StateTransition? Transition);
