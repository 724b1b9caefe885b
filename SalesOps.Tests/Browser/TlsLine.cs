using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace SalesOps.Tests.Browser;

/// <summary>A proxy as the README asks for: it ends TLS and passes on what the browser says as it is, without a word about itself.</summary>
internal sealed class TlsLine : IAsyncDisposable
{
    private readonly Uri _console;
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _end = new();
    private readonly X509Certificate2 _certificate = Certificate();
    private readonly Task _accepting;

    public TlsLine(Uri console)
    {
        _console = console;
        _listener.Start();
        Address = new Uri($"https://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}");
        _accepting = AcceptAsync();
    }

    /// <summary>Where the console is met over TLS, under a certificate that nobody signed.</summary>
    public Uri Address { get; }

    private async Task AcceptAsync()
    {
        var pairs = new List<Task>();
        try
        {
            while (true) pairs.Add(CarryAsync(await _listener.AcceptTcpClientAsync(_end.Token)));
        }
        catch (OperationCanceledException)
        {
            await Task.WhenAll(pairs);
        }
    }

    private async Task CarryAsync(TcpClient browser)
    {
        using var console = new TcpClient();
        using (browser)
        {
            try
            {
                await using var inside = new SslStream(browser.GetStream());
                await inside.AuthenticateAsServerAsync(_certificate);
                await console.ConnectAsync(_console.Host, _console.Port, _end.Token);
                await Task.WhenAny(inside.CopyToAsync(console.GetStream(), _end.Token), console.GetStream().CopyToAsync(inside, _end.Token));
            }
            catch (Exception problem) when (problem is IOException or SocketException or OperationCanceledException or System.Security.Authentication.AuthenticationException)
            {
                // One end is gone, and the other goes with it.
            }
        }
    }

    private static X509Certificate2 Certificate()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=console.example.com", key, HashAlgorithmName.SHA256);
        return request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
    }

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        await _accepting;
        _listener.Dispose();
        _certificate.Dispose();
        _end.Dispose();
    }
}
