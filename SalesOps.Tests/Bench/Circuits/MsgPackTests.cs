namespace SalesOps.Tests.Bench.Circuits;

public sealed class MsgPackTests
{
    [Theory]
    [InlineData(0, 1)]
    [InlineData(127, 1)]
    [InlineData(128, 2)]
    [InlineData(255, 2)]
    [InlineData(256, 3)]
    [InlineData(65535, 3)]
    [InlineData(65536, 5)]
    [InlineData(uint.MaxValue, 5)]
    [InlineData(uint.MaxValue + 1L, 9)]
    [InlineData(long.MaxValue, 9)]
    [InlineData(-1, 1)]
    [InlineData(-32, 1)]
    [InlineData(-33, 2)]
    [InlineData(-128, 2)]
    [InlineData(-129, 3)]
    [InlineData(-32769, 5)]
    [InlineData(long.MinValue, 9)]
    public void Whole_AnyWidth_IsShortAndComesBack(long value, int width)
    {
        var written = new MsgPackWriter().Whole(value).Written;
        Assert.Equal(width, written.Length);
        Assert.Equal(value, new MsgPackReader(written).Whole());
    }

    [Theory]
    [InlineData(0)]
    [InlineData(31)]
    [InlineData(32)]
    [InlineData(255)]
    [InlineData(256)]
    [InlineData(65535)]
    [InlineData(65536)]
    public void TextAndBinary_AnyLength_ComeBack(int length)
    {
        var text = string.Concat(Enumerable.Repeat("a", length));
        var bytes = Enumerable.Range(0, length).Select(i => (byte)i).ToArray();
        var reader = new MsgPackReader(new MsgPackWriter().Text(text).Binary(bytes).Written);
        Assert.Equal(text, reader.Text());
        Assert.Equal(bytes, reader.Binary().ToArray());
        Assert.True(reader.End);
    }

    [Fact]
    public void Values_NestedInArrays_ComeBackAndCanBeSkipped()
    {
        var writer = new MsgPackWriter().Array(6).Whole(1).Map(1).Text("Đặng").Bool(true).Nil().Text("nạp tiền 充值");
        writer.Array(3).Array(0).Binary([1, 2, 3]).Array(20);
        for (var i = 0; i < 20; i++) writer.Real(i / 2.0);
        writer.Array(0).Bool(false);

        var reader = new MsgPackReader(writer.Written);
        Assert.Equal(6, reader.Array());
        Assert.Equal(1, reader.Whole());
        Assert.Equal(1, reader.Map());
        Assert.Equal("Đặng", reader.Text());
        Assert.True(reader.Bool());
        Assert.Null(reader.Text());
        Assert.Equal("nạp tiền 充值", reader.Text());
        Assert.Equal(3, reader.Array());
        Assert.Equal(0, reader.Array());
        Assert.Equal([1, 2, 3], reader.Binary().ToArray());
        Assert.Equal(20, reader.Array());
        Assert.Equal(0, reader.Real());
        Assert.Equal(0.5, reader.Real());

        var skipping = new MsgPackReader(writer.Written);
        skipping.Skip();
        Assert.False(skipping.Bool());
        Assert.True(skipping.End);
    }

    [Fact]
    public void Reader_CutOff_Throws() => Assert.Throws<FormatException>(() => new MsgPackReader([0xd9, 5, (byte)'a']).Text());

    [Theory]
    [InlineData(0)]
    [InlineData(127)]
    [InlineData(128)]
    [InlineData(16384)]
    public void Frames_InARow_AreTakenWhole(int length)
    {
        var message = Enumerable.Range(0, length).Select(i => (byte)i).ToArray();
        ReadOnlySpan<byte> data = [.. BlazorPack.Frame(message), .. BlazorPack.Frame([7]), 3, 1];
        Assert.True(BlazorPack.TryTake(ref data, out var first));
        Assert.Equal(message, first.ToArray());
        Assert.True(BlazorPack.TryTake(ref data, out var second));
        Assert.Equal([7], second.ToArray());
        Assert.False(BlazorPack.TryTake(ref data, out _));
        Assert.Equal(2, data.Length);
    }
}
