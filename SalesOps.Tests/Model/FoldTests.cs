using System.Text;
using SalesOps.Domain.Model;

namespace SalesOps.Tests.Model;

public sealed class FoldTests
{
    [Theory]
    [InlineData("Nguyễn Thị Đào", "nguyen thi dao")]
    [InlineData("ĐẶNG Văn Đức", "dang van duc")]
    [InlineData("张伟", "张伟")]
    [InlineData("ＡＢＣ１", "abc1")]
    [InlineData("", "")]
    public void Text_AccentsCaseAndWidth_AreGone(string text, string folded) => Assert.Equal(folded, Fold.Text(text));

    [Fact]
    public void Text_ComposedAndDecomposed_AreEqual() =>
        Assert.Equal(Fold.Text("Nguyễn".Normalize(NormalizationForm.FormC)), Fold.Text("Nguyễn".Normalize(NormalizationForm.FormD)));

    [Fact]
    public void Text_NonCharacter_IsKeptAsReplacement() => Assert.Equal("a\ufffdb\ufffd", Fold.Text("a\uffffb\ufdd0"));

    [Fact]
    public void Text_LoneSurrogate_IsKeptAsReplacement() => Assert.Equal("a\ufffdb", Fold.Text("a\ud800b"));
}
