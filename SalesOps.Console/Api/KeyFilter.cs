using System.Security.Cryptography;
using System.Text;
using SalesOps.Domain.Messaging;
using SalesOps.Domain.Model;
using SalesOps.Domain.Store.Lane;
using SalesOps.Domain.UseCases.ApiKeys;

namespace SalesOps.Console.Api;

/// <summary>
/// Lets a request pass that carries a working API key: <c>Authorization: Bearer KEY</c>. One that lacks the scope is refused before its body is read:
/// by what the route's command or query says of itself, which the guard asks again.
/// </summary>
internal sealed class KeyFilter(WriteLane lane, KeyUses uses) : IEndpointFilter
{
    private const string Scheme = "Bearer ";

    public ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var http = context.HttpContext;
        if (Find(http.Request.Headers.Authorization.ToString()) is not { } key)
        {
            http.Response.Headers.WWWAuthenticate = "Bearer";
            return new(Problems.Of([new Error(ErrorKind.Unauthenticated, "An API key is needed: Authorization: Bearer KEY.")]));
        }
        var caller = Caller.Program(key);
        if (http.GetEndpoint()!.Metadata.GetRequiredMetadata<Access>().Refuse(caller) is { } refusal) return new(Problems.Of([refusal]));
        http.RequestServices.GetRequiredService<CallerContext>().Set(caller);
        return next(context);
    }

    private ApiKey? Find(string authorization)
    {
        if (!authorization.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase) || authorization.Length > 200) return null;
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Encoding.UTF8.GetBytes(authorization[Scheme.Length..].Trim()), hash);
        ApiKey? known = null;
        foreach (var key in lane.Last.Directory.ApiKeys)
            if (key.RevokedAt is null && CryptographicOperations.FixedTimeEquals(key.KeyHash, hash)) known = key;
        if (known is not null) uses.Note(known.Id);
        return known;
    }
}
