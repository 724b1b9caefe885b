using System.Buffers;
using System.IO.Pipelines;
using System.Runtime.CompilerServices;

namespace SalesOps.Console.Api;

/// <summary>Lines of JSON from a request's body.</summary>
internal static class NdJson
{
    /// <summary>The lines in order, empty ones left out; null for a line longer than <paramref name="longest"/> bytes, of which no more is kept.</summary>
    public static async IAsyncEnumerable<byte[]?> ReadLinesAsync(PipeReader reader, int longest, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var isTooLong = false;
        while (true)
        {
            var read = await reader.ReadAsync(cancellationToken);
            var buffer = read.Buffer;
            while (buffer.PositionOf((byte)'\n') is { } end)
            {
                var line = buffer.Slice(0, end);
                buffer = buffer.Slice(buffer.GetPosition(1, end));
                if (isTooLong || line.Length > longest) yield return null;
                else if (line.ToArray() is var whole && !IsBlank(whole)) yield return whole;
                isTooLong = false;
            }
            isTooLong |= buffer.Length > longest;
            if (read.IsCompleted)
            {
                var last = isTooLong ? null : buffer.ToArray();
                // Or the server takes the request for one that is still being read, and drops the connection with the answer.
                reader.AdvanceTo(buffer.End);
                if (last is null || !IsBlank(last)) yield return last;
                yield break;
            }
            reader.AdvanceTo(isTooLong ? buffer.End : buffer.Start, buffer.End);
        }
    }

    private static bool IsBlank(ReadOnlySpan<byte> line) => line.Trim(" \r\t"u8).IsEmpty;
}
