using FluentValidation;
using SalesOps.Domain.Messaging;
using SalesOps.Domain.Model;
using SalesOps.Domain.Store.Changes;

namespace SalesOps.Domain.UseCases.DataRequests;

/// <summary>A request about personal data as somebody saw it who changes it.</summary>
public sealed record SeenRequest(Guid RequestId, int Version);

/// <summary>What became of a request about personal data.</summary>
/// <param name="Version">As it is now.</param>
/// <param name="FinalAt">Until when it can be undone; UTC.</param>
public sealed record DataRequestAnswer(Guid RequestId, int Version, DateTime FinalAt);

/// <summary>What the commands about requests have in common.</summary>
internal static class RequestBook
{
    public static void Request<T>(this AbstractValidator<T> validator, System.Linq.Expressions.Expression<Func<T, SeenRequest>> seen) =>
        validator.RuleFor(seen).Must(s => s is not null && s.RequestId != Guid.Empty).WithMessage("It must be said which request.").WithErrorCode("required");

    /// <summary>Acts on a request that something is still to be done about, when it is as it was seen.</summary>
    /// <param name="action">For the audit log.</param>
    /// <param name="act">Changes the request, or says why not.</param>
    public static Result<DataRequestAnswer> Act(Change change, SeenRequest seen, string action, Func<DataRequest, Error?> act)
    {
        if (change.Find<DataRequest>(seen.RequestId) is not { } request) return Error.NotFound("The request");
        if (request.Version != seen.Version) return Error.Stale("The request");
        if (!request.IsPending) return Error.Conflict("The request has ended.", "request_ended");
        if (act(request) is { } refused) return refused;
        change.Record(action, request);
        return new DataRequestAnswer(request.Id, request.Version, request.FinalAt);
    }
}
