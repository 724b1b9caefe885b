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

    [Theory]
    [InlineData("Tie\u0302\u0301n", "Tiến")]
    [InlineData("Tiến 😀 张", "Tiến 😀 张")]
    [InlineData("a\ufffeb\uffff", "a\ufffdb\ufffd")]
    public void Composed_AnyText_IsNfcWithoutWhatIsNoCharacter(string text, string composed) => Assert.Equal(composed, Fold.Composed(text));

    [Fact]
    public void Text_LoneSurrogate_IsKeptAsReplacement() => Assert.Equal("a\ufffdb", Fold.Text("a\ud800b"));
}
