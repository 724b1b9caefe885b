using System.Net;
using System.Net.Sockets;
using System.Threading.RateLimiting;
using Microsoft.AspNetCore.RateLimiting;
using SalesOps.Console.Resources;

namespace SalesOps.Console.Shell;

/// <summary>What strangers may cost: how often one address tries at the forms that ask for a password, and how much a form holds.</summary>
internal static class Doors
{
    /// <summary>The largest body that is read, in bytes, but for programs, whose routes say otherwise: the longest form that we have is a few hundred.</summary>
    public const int LargestForm = 64 * 1024;
    /// <summary>A company comes in by one address, all at nine, and some mistype: so many at once.</summary>
    public const int AtOnce = 300;
    /// <summary>Then one a second. Each costs a tenth of a second of a processor; what keeps passwords from being guessed is the lock of the account.</summary>
    private static readonly TimeSpan Pace = TimeSpan.FromSeconds(1);
    private static readonly PathString[] Paths = ["/sign-in", "/invite", "/setup", "/account"];

    public static IServiceCollection AddDoors(this IServiceCollection services) => services.AddRateLimiter(o =>
    {
        o.GlobalLimiter = PartitionedRateLimiter.Create<HttpContext, IPAddress>(http => IsTry(http.Request)
            ? RateLimitPartition.GetTokenBucketLimiter(Sender(http.Connection.RemoteIpAddress), _ => new TokenBucketRateLimiterOptions { TokenLimit = AtOnce, TokensPerPeriod = 1, ReplenishmentPeriod = Pace })
            : RateLimitPartition.GetNoLimiter(IPAddress.None));
        o.OnRejected = RefuseAsync;
    });

    /// <summary>Who sends: of an IPv6 address its network, in which one machine has as many addresses as it likes.</summary>
    internal static IPAddress Sender(IPAddress? address)
    {
        if (address is null) return IPAddress.Any;
        if (address.IsIPv4MappedToIPv6) return address.MapToIPv4();
        if (address.AddressFamily != AddressFamily.InterNetworkV6) return address;
        var network = address.GetAddressBytes();
        network.AsSpan(8).Clear();
        return new IPAddress(network);
    }

    private static bool IsTry(HttpRequest request) => HttpMethods.IsPost(request.Method) && Array.Exists(Paths, p => request.Path.StartsWithSegments(p, StringComparison.OrdinalIgnoreCase));

    /// <summary>In words of the page's language, for a person; what reports a violation reads none.</summary>
    private static async ValueTask RefuseAsync(OnRejectedContext refused, CancellationToken cancellationToken)
    {
        var response = refused.HttpContext.Response;
        var wait = refused.Lease.TryGetMetadata(MetadataName.RetryAfter, out var after) ? after : Pace;
        response.Headers.RetryAfter = ((int)Math.Ceiling(wait.TotalSeconds)).ToString(System.Globalization.CultureInfo.InvariantCulture);
        if (!IsTry(refused.HttpContext.Request)) return;
        response.ContentType = "text/plain; charset=utf-8";
        await response.WriteAsync(Text.TooManyTries, cancellationToken);
    }
}
