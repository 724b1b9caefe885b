using MediatR;
using Microsoft.Extensions.Logging;

namespace SalesOps.Domain.Messaging;

/// <summary>First in the pipeline: lets a request pass only from those it names.</summary>
internal sealed class Guard<TRequest, TResponse>(CallerContext caller, ILogger<Guard<TRequest, TResponse>> log) : IPipelineBehavior<TRequest, TResponse>
    where TRequest : IGuarded, IRequest<TResponse>
    where TResponse : IResult<TResponse>
{
    public Task<TResponse> Handle(TRequest request, CancellationToken cancellationToken, RequestHandlerDelegate<TResponse> next)
    {
        var sender = caller.Current;
        if (TRequest.Access.Refuse(sender) is not { } refusal) return next();
        log.LogWarning("{Request} refused to {Kind} {SalesUserId} {Role}", RequestName<TRequest>.Value, sender.Kind, sender.SalesUserId, sender.Role);
        return Task.FromResult(TResponse.Fail(refusal));
    }
}

/// <summary>What a request is called in the store and in logs: its use case.</summary>
internal static class RequestName<T>
{
    public static readonly string Value = typeof(T).DeclaringType?.Name ?? typeof(T).Name;
}
