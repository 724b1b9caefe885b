using System.Diagnostics.Metrics;

namespace SalesOps.Console.Api;

/// <summary>Counts messages by how they ended: <c>accepted</c>, <c>duplicate</c> or an error kind.</summary>
internal sealed class MessageMeter : IDisposable
{
    public const string Name = "SalesOps.Api";

    private readonly Meter _meter = new(Name);

    public MessageMeter() => Messages = _meter.CreateCounter<long>("salesops.messages", "{message}", "Messages received, by outcome");

    public Counter<long> Messages { get; }

    public void Count(string outcome) => Messages.Add(1, KeyValuePair.Create<string, object?>("outcome", outcome));

    public void Dispose() => _meter.Dispose();
}
