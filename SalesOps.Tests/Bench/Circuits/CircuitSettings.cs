namespace SalesOps.Tests.Bench.Circuits;

/// <summary>Told of every render batch; <paramref name="timestamp"/> is a Stopwatch timestamp of when its last bytes came. The span is not to be kept.</summary>
public delegate void BatchReceived(CircuitClient circuit, ReadOnlySpan<byte> batch, long timestamp);

/// <summary>The JSON that a call into JavaScript answers, or null for the usual answer: null, or an object reference where one is expected.</summary>
public delegate string? InteropAnswer(string identifier, string argumentsJson);

/// <summary>How a <see cref="CircuitClient"/> behaves.</summary>
public sealed record CircuitSettings
{
    /// <summary>Told of every render batch, on the circuit's receiving thread; it must be quick.</summary>
    public BatchReceived? OnBatch { get; init; }

    /// <summary>Answers calls into JavaScript that the usual answers would not satisfy.</summary>
    public InteropAnswer? Answer { get; init; }

    /// <summary>Offers permessage-deflate, as browsers do; off unless compression is what is measured.</summary>
    public bool OfferDeflate { get; init; }

    /// <summary>How often a ping goes out; the server drops a client that is silent for 30 s.</summary>
    public TimeSpan PingEvery { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>How long the first render may take.</summary>
    public TimeSpan OpenWithin { get; init; } = TimeSpan.FromSeconds(30);
}
