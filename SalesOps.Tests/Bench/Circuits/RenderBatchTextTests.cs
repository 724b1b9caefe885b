using System.Text;

namespace SalesOps.Tests.Bench.Circuits;

public sealed class RenderBatchTextTests
{
    private const int Element = 1;
    private const int Text = 2;
    private const int Attribute = 3;

    [Fact]
    public void Strings_OfABatch_AreAllThere() =>
        Assert.Equal(["p", "style", "#111827", "Nguyễn"], RenderBatchText.Strings(Batch((Element, "p"), (Attribute, "style"), (Attribute, "#111827"), (Text, "Nguyễn"))));

    [Fact]
    public void Strings_LongerThan127Bytes_AreRead()
    {
        var text = new string('ệ', 200);
        Assert.Equal([text], RenderBatchText.TextNodes(Batch((Text, text))));
    }

    [Fact]
    public void TextNodes_OfABatch_LeaveNamesAndAttributesOut() =>
        Assert.Equal(["a", "b"], RenderBatchText.TextNodes(Batch((Element, "p"), (Text, "a"), (Attribute, "title"), (Text, "b"))));

    [Fact]
    public void Sequence_AmongOtherTexts_IsTheHighestBehindAHash() =>
        Assert.Equal(184203, RenderBatchText.Sequence(Batch((Text, "#7"), (Attribute, "#999999"), (Text, "999999"), (Text, "#184 203"))));

    [Fact]
    public void Sequence_WithoutOne_IsMinusOne() => Assert.Equal(-1, RenderBatchText.Sequence(Batch((Text, "6"), (Text, "#"), (Text, "#1b"))));

    [Theory]
    [InlineData("#42", true, 42)]
    [InlineData(" #184\u2009203 ", true, 184203)]
    [InlineData("#184\u202f203", true, 184203)]
    [InlineData("#184,203", true, 184203)]
    [InlineData("184 203", false, 184203)]
    [InlineData("184 203", true, -1)]
    [InlineData("#12 min", true, -1)]
    [InlineData("#", true, -1)]
    [InlineData("", false, -1)]
    public void TryNumber_Text_IsReadOrRefused(string text, bool hash, long expected) =>
        Assert.Equal(expected, RenderBatchText.TryNumber(Encoding.UTF8.GetBytes(text), hash, out var number) ? number : -1);

    // A batch without updated components whose frames each name one string of the table.
    private static byte[] Batch(params (int Type, string Text)[] frames)
    {
        using var stream = new MemoryStream();
        using var writer = new BinaryWriter(stream, Encoding.UTF8);
        var offsets = new List<int> { 0 };
        writer.Write(0);
        offsets.Add((int)stream.Position);
        writer.Write(frames.Length);
        for (var i = 0; i < frames.Length; i++)
        {
            writer.Write(frames[i].Type);
            writer.Write(i);
            writer.Write(new byte[12]);
        }
        for (var part = 0; part < 2; part++)
        {
            offsets.Add((int)stream.Position);
            writer.Write(0);
        }
        var strings = new List<int>();
        foreach (var frame in frames)
        {
            strings.Add((int)stream.Position);
            writer.Write(frame.Text);
        }
        offsets.Add((int)stream.Position);
        foreach (var position in strings.Concat(offsets)) writer.Write(position);
        return stream.ToArray();
    }
}
