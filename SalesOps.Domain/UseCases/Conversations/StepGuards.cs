using SalesOps.Domain.Model;
using SalesOps.Domain.Model.Rules;
using SalesOps.Domain.Store.Lane;
using Guard = SalesOps.Domain.UseCases.Conversations.GetSteps.Guard;

namespace SalesOps.Domain.UseCases.Conversations;

/// <summary>The guards a message met on its way: first those of the review, then those of the state machine.</summary>
internal sealed class StepGuards(WriteLane lane)
{
    private const double NeverSampled = 0.999999;

    /// <param name="before">Where the conversation stood.</param>
    public IReadOnlyList<Guard> Of(Message message, Understanding read, GetSteps.State before)
    {
        var isHeld = before.Holder == Holder.Human;
        // Rules and thresholds change: it met those of its time.
        var playbook = lane.Last.Directory.Playbooks.AsOf(read.CreatedAt);
        var policy = new ReviewPolicy(playbook, lane.Last.Directory.Policy.AsOf(read.CreatedAt));
        var verdict = policy.Judge(read.Intent, message.Language, message.Channel, read.Confidence, read.Risks, NeverSampled);
        var guards = new List<Guard>
        {
            new("holder", !isHeld),
            new("threshold", !verdict.Reasons.Contains(ReviewPolicy.LowConfidence), read.Confidence, verdict.Threshold),
            new("always_review", !verdict.Reasons.Contains(ReviewPolicy.AlwaysReview)),
            new("risk", !verdict.Reasons.Any(r => r.StartsWith(ReviewPolicy.RiskPrefix, StringComparison.Ordinal))),
        };
        // What waits for a person, or was said to a person, never reaches the state machine.
        if (guards.TrueForAll(g => g.Passed))
            guards.AddRange(playbook.From(before.Code ?? playbook.StartState).Where(rule => rule.Trigger == read.Intent)
                .Select(rule => new Guard("transition", rule.Accepts(read.Intent, read.Stage, read.Confidence), read.Confidence, rule.MinConfidence, rule.To)));
        return guards;
    }
}
