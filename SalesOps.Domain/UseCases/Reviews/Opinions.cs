using Microsoft.EntityFrameworkCore;
using SalesOps.Domain.Messaging;
using SalesOps.Domain.Model;
using SalesOps.Domain.Model.Rules;
using SalesOps.Domain.Store.Changes;

namespace SalesOps.Domain.UseCases.Reviews;

/// <summary>What is said of a case and decides nothing: by the first of two who are asked, and of one's own decision of before.</summary>
internal static class Opinions
{
    /// <summary>
    /// Files the ruling as an opinion when two people are asked and it does not settle the case: when it is the first, or is not of one mind with the first.
    /// A third decides by what they say, and so does whoever is the last there is to ask. A hidden repeat decides nothing in any case.
    /// </summary>
    /// <returns>Null when the ruling decides.</returns>
    public static async Task<Decided?> AskAnotherAsync(Change change, CaseFile file, Ruling ruling)
    {
        if (file.IsRepeat) return NoteRepeat(change, file, ruling);
        var review = file.Review;
        if (review.Second is null || review.SecondById is not null || change.Actor.Id is not { } me || !IsAnybodyLeft(change, review, me)) return null;
        if (review.FirstById is not null)
        {
            var first = await change.Store.Decisions.FirstAsync(d => d.ReviewId == review.Id && d.IsOpinion && d.UndoneAt == null);
            if (SecondOpinion.Agree(first.Ruling, ruling)) return null;
        }
        var opinion = file.Hear(ruling);
        review.Hear(me);
        change.Record("review.opinion", review, [opinion]);
        return new Decided(opinion.Id, review.Id, ruling.Outcome, file.Conversation.State, opinion.FinalAt, IsOpinion: true);
    }

    /// <summary>Notes what somebody says once more of what they decided before.</summary>
    public static Decided NoteRepeat(Change change, CaseFile file, Ruling ruling)
    {
        var again = file.Hear(ruling);
        change.Record("review.repeated", file.Review, [again]);
        return new Decided(again.Id, file.Review.Id, ruling.Outcome, file.Standing.State, again.FinalAt, IsOpinion: true, IsRepeat: true);
    }

    private static bool IsAnybodyLeft(Change change, Review review, Guid me) =>
        change.Directory.SalesUsers.Values.Any(p => p.IsActive && p.Id != me && p.Id != review.FirstById && Access.Deciders.Allows(Caller.Person(p)));
}
