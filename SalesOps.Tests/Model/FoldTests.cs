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

    /// <summary>Marks that come in the wrong order are put right among thirty of their kind, so that 256 KiB of them cost no minute.</summary>
    [Fact]
    public void Composed_EndlessMarks_ArePartedAndAreTheSameTheNextTime()
    {
        var endless = "a" + new string('\u0301', 40_000) + new string('\u0323', 40_000) + "b";
        var composed = Fold.Composed(endless);
        Assert.All(composed.Split('\u034f'), part => Assert.InRange(part.Length, 1, 32));
        Assert.Equal(composed, Fold.Composed(composed));
        Assert.Equal("ab", Fold.Text(composed));
    }

    [Fact]
    public void Composed_AsManyMarksAsAnyLanguageHas_AreLeftTogether() =>
        Assert.Equal("\u1ea5" + new string('\u0301', 28), Fold.Composed("a\u0302" + new string('\u0301', 29)));

    [Fact]
    public void Text_LoneSurrogate_IsKeptAsReplacement() => Assert.Equal("a\ufffdb", Fold.Text("a\ud800b"));
}
