using System.Diagnostics.Metrics;

namespace SalesOps.Console.Api;

/// <summary>Counts messages, and the AI's replies and handoffs, by how they ended: <c>accepted</c>, <c>duplicate</c> or an error kind; what the AI may not do by the code of why.</summary>
internal sealed class ApiMeter : IDisposable
{
    public const string Name = "SalesOps.Api";

    private readonly Meter _meter = new(Name);

    public ApiMeter()
    {
        Messages = _meter.CreateCounter<long>("salesops.messages", "{message}", "Messages received, by outcome");
        Replies = _meter.CreateCounter<long>("salesops.replies", "{reply}", "Replies of AIs, by outcome");
        Handoffs = _meter.CreateCounter<long>("salesops.handoffs", "{handoff}", "Handoffs of AIs to people, by outcome");
    }

    public Counter<long> Messages { get; }
    public Counter<long> Replies { get; }
    public Counter<long> Handoffs { get; }

    public static void Count(Counter<long> counter, string outcome) => counter.Add(1, KeyValuePair.Create<string, object?>("outcome", outcome));

    public void Dispose() => _meter.Dispose();
}
