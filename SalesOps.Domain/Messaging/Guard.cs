using MediatR;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace SalesOps.Domain.Messaging;

/// <summary>First in the pipeline: lets a request pass only from those it names. A command is asked once more in the lane.</summary>
internal sealed class Guard<TRequest, TResponse>(CallerContext caller, IServiceProvider services) : IPipelineBehavior<TRequest, TResponse>
    where TRequest : IGuarded, IRequest<TResponse>
    where TResponse : IResult<TResponse>
{
    public Task<TResponse> Handle(TRequest request, CancellationToken cancellationToken, RequestHandlerDelegate<TResponse> next) =>
        Refuse(caller.Current, services) is { } refusal ? Task.FromResult(refusal) : next();

    /// <summary>The answer to who may not send it, which the log notes; nothing for who may.</summary>
    public static TResponse? Refuse(Caller sender, IServiceProvider services)
    {
        if (TRequest.Access.Refuse(sender) is not { } refusal) return default;
        services.GetRequiredService<ILogger<Guard<TRequest, TResponse>>>()
            .LogWarning("{Request} refused to {Kind} {SalesUserId} {Role}", RequestName<TRequest>.Value, sender.Kind, sender.SalesUserId, sender.Role);
        return TResponse.Fail(refusal);
    }
}

/// <summary>What a request is called in the store and in logs: its use case.</summary>
internal static class RequestName<T>
{
    public static readonly string Value = typeof(T).DeclaringType?.Name ?? typeof(T).Name;
}
