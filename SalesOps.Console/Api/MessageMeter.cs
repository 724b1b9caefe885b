using System.Diagnostics.Metrics;

namespace SalesOps.Console.Api;

/// <summary>Counts messages by how they ended: <c>accepted</c>, <c>duplicate</c> or an error kind.</summary>
internal sealed class MessageMeter : IDisposable
{
    public const string Name = "SalesOps.Api";

    private readonly Meter _meter = new(Name);
    private readonly Counter<long> _messages;

    public MessageMeter() => _messages = _meter.CreateCounter<long>("salesops.messages", "{message}", "Messages received, by outcome");

    public void Count(string outcome) => _messages.Add(1, KeyValuePair.Create<string, object?>("outcome", outcome));

    public void Dispose() => _meter.Dispose();
}
