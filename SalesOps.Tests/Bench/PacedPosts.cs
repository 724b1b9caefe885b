using System.Diagnostics;
using SalesOps.Tests.Bench.Http;

namespace SalesOps.Tests.Bench;

/// <summary>Posts messages at a fixed pace over one connection and remembers when each was sent and answered, and with which sequence number.</summary>
public sealed class PacedPosts(ConsoleProcess console, string run, int rate) : IDisposable
{
    private readonly HttpConnection _connection = new(console.Messages, console.ApiKey);
    private int _next;

    /// <summary>Messages of the last run that went out more than 5 ms after their time, because the answer before was late.</summary>
    public int Late { get; private set; }

    /// <summary>How long the answers of the last run took.</summary>
    public LatencyHistogram Answers { get; private set; } = new();

    /// <summary>Posts for <paramref name="duration"/>, half of new customers.</summary>
    /// <exception cref="InvalidOperationException">A message was refused.</exception>
    public async Task<List<Posted>> RunAsync(TimeSpan duration, CancellationToken ct)
    {
        (Late, Answers) = (0, new());
        var posted = new List<Posted>();
        var start = Stopwatch.GetTimestamp();
        for (var i = 0; i < duration.TotalSeconds * rate; i++)
        {
            var wait = TimeSpan.FromSeconds((double)i / rate) - Stopwatch.GetElapsedTime(start);
            if (wait > TimeSpan.Zero) await Task.Delay(wait, ct);
            else if (wait.TotalMilliseconds < -5) Late++;
            var index = _next++;
            var body = BenchMessages.Body(run, index, index % 2 == 0 ? index : index / 2);
            var sent = Stopwatch.GetTimestamp();
            var answer = await _connection.PostAsync(body, ct);
            var answered = Stopwatch.GetTimestamp();
            if (answer.Status != 200 || answer.Number("\"sequence\""u8) is not (> 0 and var sequence))
                throw new InvalidOperationException($"A message was answered {answer.Status}: {System.Text.Encoding.UTF8.GetString(answer.Body.Span)}");
            Answers.Record(sent, answered);
            posted.Add(new(sequence, sent, answered));
        }
        return posted;
    }

    /// <inheritdoc />
    public void Dispose() => _connection.Dispose();
}

/// <summary>A message that was taken: its sequence number and the Stopwatch timestamps around its request.</summary>
public readonly record struct Posted(long Sequence, long Sent, long Answered);
