using System.Net;

namespace SalesOps.Tests.Bench.Circuits;

/// <summary>A browser without a screen: an address, its cookies, and what pages and sockets are fetched with.</summary>
public sealed class Session : IDisposable
{
    /// <summary>A session without cookies at <paramref name="address"/>.</summary>
    public Session(Uri address)
    {
        Address = new Uri(address, "/");
        Handler = new SocketsHttpHandler { CookieContainer = Cookies, UseProxy = false };
        Http = new HttpClient(Handler) { BaseAddress = Address };
    }

    /// <summary>The root of the site.</summary>
    public Uri Address { get; }

    /// <summary>The cookies so far.</summary>
    public CookieContainer Cookies { get; } = new();

    /// <summary>Fetches pages, with the cookies, following redirects.</summary>
    public HttpClient Http { get; }

    internal SocketsHttpHandler Handler { get; }

    /// <inheritdoc />
    public void Dispose() => Http.Dispose();
}
