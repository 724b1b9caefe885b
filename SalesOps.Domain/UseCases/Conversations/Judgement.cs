using SalesOps.Domain.Messaging;
using SalesOps.Domain.Model;
using SalesOps.Domain.Model.Rules;
using SalesOps.Domain.Store.Changes;
using SalesOps.Domain.UseCases.Customers;
using SalesOps.Domain.UseCases.Tasks;

namespace SalesOps.Domain.UseCases.Conversations;

/// <summary>What becomes of a reading: accepted or reviewed, and with it the move of the state machine and the tasks for people.</summary>
internal sealed class Judgement(Change change, Playbook playbook, ReviewPolicy policy)
{
    /// <summary>Why a transition waits for a person: the playbook says so.</summary>
    private const string NeedsPerson = "needs_person";

    /// <summary>The intent of who wants to talk to a person.</summary>
    private const string AsksForPerson = "request_human";

    public string StartState => playbook.StartState;

    /// <summary>The first thing to do for a new customer: see to the first contact, or find an AI agent.</summary>
    public WorkTask FirstTask(Customer customer) => RuleTasks.Make(change, customer.IsBound ? TaskKind.FirstContact : TaskKind.BindCustomer, customer);

    /// <summary>Files the reading under its message. While a person holds the conversation it is noted and nothing moves.</summary>
    public Judged Judge(Customer customer, Conversation conversation, Message message, Reading reading)
    {
        var held = conversation.Holder == Holder.Human;
        var verdict = policy.Judge(reading.Intent, reading.Language, message.Channel, reading.Confidence, reading.Risks, Chance(message));
        var status = held ? ReviewStatus.None : verdict.Sampled ? ReviewStatus.Sampled : verdict.Review ? ReviewStatus.Pending : ReviewStatus.None;
        // While a person holds the conversation nothing passes by itself, and nothing is sampled.
        var understanding = new Understanding(change.NewId(), message, reading, status, held ? null : verdict.SamplingProbability, change.Now);
        change.Add(understanding);
        var rule = status is ReviewStatus.Pending || held ? null : playbook.Match(conversation.State, reading.Intent, reading.Stage, reading.Confidence);
        var moved = rule is null ? null : Move(customer, conversation, message, understanding, rule, rule.NeedsPerson ? TransitionStatus.Pending : TransitionStatus.Applied);
        var stage = moved is { Transition.Status: TransitionStatus.Applied } ? moved.Transition.Stage : reading.Stage;
        customer.Understood(reading.Intent, stage, reading.Confidence, conversation.State);
        // It holds for the AI that comes back, and for the person who reads.
        if (held && playbook.Match(conversation.StateBefore ?? playbook.StartState, reading.Intent, reading.Stage, reading.Confidence) is { NeedsPerson: false } wish && playbook.IsFinal(wish.To))
            Consents.Hear(change, customer, conversation);
        if (status is ReviewStatus.Pending or ReviewStatus.Sampled)
            AskPerson(ReviewKind.Understanding, customer, conversation, message, understanding, null, verdict.Reasons);
        // Whoever decides a review reads it there, and whoever holds the conversation is the person.
        if (reading.Intent == AsksForPerson && status is not ReviewStatus.Pending && !held) RuleTasks.CallPerson(change, customer);
        return new Judged(understanding, moved?.Transition);
    }

    /// <summary>Moves the conversation as the rule says; a transition that is pending moves nothing and asks a person.</summary>
    public Moved Move(Customer customer, Conversation conversation, Message message, Understanding understanding, PlaybookTransition rule, TransitionStatus status)
    {
        var transition = new StateTransition(change.NewId(), understanding, conversation.State, rule.To, rule.Trigger, rule.Stage, status, change.Now);
        change.Add(transition);
        if (status == TransitionStatus.Pending)
        {
            var (review, task) = AskPerson(ReviewKind.State, customer, conversation, message, understanding, transition, [NeedsPerson]);
            change.Record("state_machine.proposed", conversation, transition, review, task);
            return new Moved(transition, review, task);
        }
        MoveTo(customer, conversation, rule.To, transition);
        return new Moved(transition, null, null);
    }

    /// <summary>Moves the conversation. Where it ends because the customer wants no more messages, that is filed like every such word.</summary>
    /// <param name="by">The transition, when it is new.</param>
    public void MoveTo(Customer customer, Conversation conversation, string state, StateTransition? by = null)
    {
        conversation.MoveTo(state);
        change.Record("state_machine.applied", conversation, by is null ? [] : [by]);
        if (playbook.IsFinal(state)) Consents.Hear(change, customer, conversation);
    }

    /// <summary>Puts an understanding or a transition into the queue, with a task beside it.</summary>
    public (Review Review, WorkTask Task) AskPerson(ReviewKind kind, Customer customer, Conversation conversation, Message message, Understanding understanding,
        StateTransition? transition, IReadOnlyList<string> reasons)
    {
        var due = policy.DueAt(kind, message.Channel, change.Now, conversation.LastInboundAt);
        var review = new Review(change.NewId(), kind, customer, message, understanding, transition, reasons, change.Now, due);
        if (SecondOpinion.Reason(change.Directory.Settings, understanding.Risks, Operations.LotOf("second", kind.Code(), message.Channel.Code(), message.ExternalId)) is { } second) review.AskTwo(second);
        var task = new WorkTask(change.NewId(), TaskKind.Review, customer, review.Id, change.Now, due);
        change.Add(review, task);
        return (review, task);
    }

    /// <summary>0..1, drawn from the message itself, so that a delivery that is repeated draws the same lot.</summary>
    private static double Chance(Message message) => Operations.LotOf("sample", message.Channel.Code(), message.ExternalId);
}

/// <param name="Transition">Null when nothing moves.</param>
internal sealed record Judged(Understanding Understanding, StateTransition? Transition);

/// <param name="Review">The review that asks for it; null when it was applied.</param>
internal sealed record Moved(StateTransition Transition, Review? Review, WorkTask? Task);
