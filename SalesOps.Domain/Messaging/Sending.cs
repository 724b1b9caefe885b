using MediatR;
using Microsoft.Extensions.DependencyInjection;

namespace SalesOps.Domain.Messaging;

/// <summary>Sending from where no page and no HTTP request has opened a scope: workers, the command line, sign-in.</summary>
public static class Sending
{
    /// <summary>Sends the request as <paramref name="caller"/>, in a scope of its own.</summary>
    public static async Task<Result<T>> SendAsync<T>(this IServiceProvider services, Caller caller, IRequest<Result<T>> request, CancellationToken cancellationToken = default)
    {
        await using var scope = services.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<CallerContext>().Set(caller);
        return await scope.ServiceProvider.GetRequiredService<IMediator>().Send(request, cancellationToken);
    }
}
