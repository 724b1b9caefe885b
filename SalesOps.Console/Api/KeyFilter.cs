using System.Security.Cryptography;
using System.Text;
using SalesOps.Domain.Messaging;
using SalesOps.Domain.Store;
using SalesOps.Domain.UseCases.ApiKeys;

namespace SalesOps.Console.Api;

/// <summary>Lets a request pass that carries a working API key: <c>Authorization: Bearer KEY</c>.</summary>
internal sealed class KeyFilter(WriteLane lane, KeyUses uses) : IEndpointFilter
{
    private const string Scheme = "Bearer ";

    public ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var http = context.HttpContext;
        if (!IsKnown(http.Request.Headers.Authorization.ToString()))
        {
            http.Response.Headers.WWWAuthenticate = "Bearer";
            return new(Problems.Of([new Error(ErrorKind.Unauthenticated, "An API key is needed: Authorization: Bearer KEY.")]));
        }
        http.RequestServices.GetRequiredService<CallerContext>().Set(Caller.Runtime);
        return next(context);
    }

    private bool IsKnown(string authorization)
    {
        if (!authorization.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase) || authorization.Length > 200) return false;
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Encoding.UTF8.GetBytes(authorization[Scheme.Length..].Trim()), hash);
        Guid? known = null;
        foreach (var key in lane.Last.Directory.ApiKeys)
            if (key.RevokedAt is null && CryptographicOperations.FixedTimeEquals(key.KeyHash, hash)) known = key.Id;
        if (known is not { } id) return false;
        uses.Note(id);
        return true;
    }
}
