using SalesOps.Domain.Model;

namespace SalesOps.Domain.UseCases.Reviews;

/// <summary>What somebody saw who decides: a review that changed since, or whose conversation moved, is not decided by it.</summary>
/// <param name="Version">The review's.</param>
/// <param name="State">The conversation's.</param>
/// <param name="RepeatsId">The own decision that it is a hidden repeat of; null for what waits.</param>
public sealed record Seen(Guid ReviewId, int Version, string State, Guid? RepeatsId = null);

/// <summary>What a decision came to.</summary>
/// <param name="State">Where the conversation stands after it.</param>
/// <param name="FinalAt">Until when it can be undone; UTC.</param>
/// <param name="IsOpinion">Nothing follows from it yet: another person is asked as well.</param>
/// <param name="IsRepeat">It was a hidden repeat: nothing follows from it at all.</param>
public sealed record Decided(Guid DecisionId, Guid ReviewId, ReviewStatus Outcome, string State, DateTime FinalAt, bool IsOpinion = false, bool IsRepeat = false);
