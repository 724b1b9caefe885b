using SalesOps.Domain.Model;
using SalesOps.Domain.Model.Rules;

namespace SalesOps.Domain.UseCases.Reviews;

/// <summary>What approving a review does to the conversation.</summary>
public enum Consequence
{
    /// <summary>It moves.</summary>
    Moves,
    /// <summary>The move itself needs a person: it becomes a review of its own.</summary>
    AsksPerson,
    /// <summary>No transition leads on from here.</summary>
    Stays,
    /// <summary>It was accepted before, and moved what it could.</summary>
    AcceptedBefore,
    /// <summary>A person holds the conversation: it is noted and nothing moves.</summary>
    Held,
    /// <summary>The conversation stands elsewhere by now: this transition cannot be approved any more.</summary>
    MovedOn,
}

/// <summary>Worked out once, for the preview and for the decision alike.</summary>
/// <param name="To">Where it leads; null when nothing moves.</param>
/// <param name="Stage">The stage it sets; null when nothing moves.</param>
/// <param name="Rule">The playbook's transition; null when nothing moves, or when the transition waits already.</param>
public sealed record Approval(Consequence What, string? To = null, string? Stage = null, PlaybookTransition? Rule = null)
{
    public static Approval Of(Playbook playbook, Standing standing, Understanding understanding, StateTransition? transition)
    {
        if (transition is not null)
        {
            if (standing.Holder == Holder.Human) return new Approval(Consequence.Held);
            return standing.State == transition.From ? new Approval(Consequence.Moves, transition.To, transition.Stage) : new Approval(Consequence.MovedOn);
        }
        if (understanding.Review == ReviewStatus.Sampled) return new Approval(Consequence.AcceptedBefore);
        return Of(standing, playbook.Match(standing.State, understanding.Intent, understanding.Stage, 1));
    }

    /// <summary>What the rule does to the conversation.</summary>
    public static Approval Of(Standing standing, PlaybookTransition? rule) =>
        standing.Holder == Holder.Human ? new Approval(Consequence.Held)
        : rule is null ? new Approval(Consequence.Stays)
        : new Approval(rule.NeedsPerson ? Consequence.AsksPerson : Consequence.Moves, rule.To, rule.Stage, rule);
}
