using System.Security.Cryptography;
using System.Text.Json;
using MediatR;
using Microsoft.Extensions.DependencyInjection;
using SalesOps.Domain.Store.Changes;
using SalesOps.Domain.Store.Lane;

namespace SalesOps.Domain.Messaging;

/// <summary>
/// Last in the pipeline, for commands: hands the command to the write lane, which runs its handler in a scope of its own
/// (the sender's handler is never made), and answers after the commit. The lane asks anew who sends it, but not for a repeat: that does nothing, and whoever sends it
/// gets the answer that it was told already.
/// </summary>
internal sealed class CommitBehavior<TRequest, TResponse>(WriteLane lane, CallerContext caller, IServiceScopeFactory scopes) : IPipelineBehavior<TRequest, TResponse>
    where TRequest : ICommand, IRequest<TResponse>
    where TResponse : IResult<TResponse>
{
    public async Task<TResponse> Handle(TRequest request, CancellationToken cancellationToken, RequestHandlerDelegate<TResponse> next)
    {
        var sender = caller.Sender;
        var hash = SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(request, JsonSerializerOptions.Web));
        var answer = await lane.SubmitAsync(new LaneRequest(request.OperationId, RequestName<TRequest>.Value, hash, sender.Caller.Actor),
            change => RunAsync(request, sender, change));
        return answer.Status switch
        {
            LaneStatus.Done => ((TResponse)answer.Value!).With(new Receipt(answer.Sequence, false)),
            LaneStatus.Refused => (TResponse)answer.Value!,
            LaneStatus.Duplicate => TResponse.FromStored(answer.Stored!, new Receipt(answer.Sequence, true)),
            LaneStatus.Reused => TResponse.Fail(new Error(ErrorKind.Reused, "This was sent before with other content.")),
            LaneStatus.Busy => TResponse.Fail(new Error(ErrorKind.Busy, "Too much waits to be written; try again later.", RetryAfter: answer.RetryAfter)),
            _ => TResponse.Fail(new Error(ErrorKind.Unavailable, "The store does not take writes at present.")),
        };
    }

    private async Task<Outcome> RunAsync(TRequest request, Sender sender, Change change)
    {
        await using var scope = scopes.CreateAsyncScope();
        // A command before it, in this batch even, may have taken from whoever sent it the right to it.
        var by = sender.In(change.Directory);
        if (Guard<TRequest, TResponse>.Refuse(by, scope.ServiceProvider) is { } refusal) return new Outcome(refusal, null);
        scope.ServiceProvider.GetRequiredService<CallerContext>().Settle(by);
        scope.ServiceProvider.GetRequiredService<ChangeHolder>().Change = change;
        var handler = scope.ServiceProvider.GetRequiredService<IRequestHandler<TRequest, TResponse>>();
        // Not the caller's token: a command in the lane runs to its end, whether or not the caller still listens.
        var result = await handler.Handle(request, CancellationToken.None);
        return new Outcome(result, result.Succeeded ? result.ToStored() : null);
    }
}

/// <summary>Brings the lane's change into the handler's scope.</summary>
internal sealed class ChangeHolder
{
    public Change? Change { get; set; }
}
