using System.Text;
using FsCheck;
using FsCheck.Fluent;
using SalesOps.Domain.Model;
using SalesOps.Domain.Understandings;

namespace SalesOps.Tests.Understandings;

public sealed class UnderstandingProperties
{
    private static readonly BuiltInUnderstanding BuiltIn = new();

    private static readonly Gen<string> Piece = Gen.OneOf(
        Gen.Elements(PhraseBook.Load().Intents.SelectMany(intent => intent.Weighed()).Select(weighed => weighed.Phrase).ToArray()),
        Gen.Elements("ko", "không", "别", "not", "\ud83d", "\udc00", "😀", "\u0301", "\u200d", "ｆｕｌｌ", "ﷺ", "㎏", "½", ".", "!!!", "\n", "ĐĐĐ", "가", "\0"),
        Gen.Choose(0, char.MaxValue).Select(code => ((char)code).ToString()));

    private static readonly Arbitrary<string> Texts = Arb.From(
        from pieces in Gen.ListOf(Piece)
        from gap in Gen.Elements("", " ", ", ")
        from form in Gen.Elements(null, NormalizationForm.FormD, NormalizationForm.FormKC as NormalizationForm?)
        let text = string.Join(gap, pieces)
        select form is { } normal && text.EnumerateRunes().All(IsNormalizable) ? text.Normalize(normal) : text);

    private static readonly Arbitrary<string> Vietnamese = Arb.From(
        from phrases in Gen.NonEmptyListOf(Gen.Elements(PhraseBook.Load().Intents
            .SelectMany(intent => intent.Weighed()).Where(weighed => weighed.Language == "vi").Select(weighed => weighed.Phrase).ToArray()))
        select string.Join(' ', phrases));

    /// <summary>.NET refuses to normalize broken UTF-16 and U+FFFE.</summary>
    private static bool IsNormalizable(Rune rune) => rune != Rune.ReplacementChar && rune.Value != 0xFFFE;

    private static readonly Config Thorough = Config.QuickThrowOnFailure.WithMaxTest(2_000).WithQuietOnSuccess(true);

    [Fact]
    public void Read_AnyText_SpansLieInOrderWithinIt() => Check.One(Thorough, Prop.ForAll(Texts, text =>
    {
        var end = 0;
        foreach (var span in BuiltIn.Read(text).Evidence)
        {
            Assert.True(span.Start >= end && span.Length > 0);
            end = span.Start + span.Length;
        }
        Assert.True(end <= text.Length);
    }));

    [Fact]
    public void Read_AnyText_ConfidencesAreAShareOfOne() => Check.One(Thorough, Prop.ForAll(Texts, text =>
    {
        var reading = BuiltIn.Read(text);
        Assert.InRange(reading.Confidence, 0, 1);
        Assert.All(reading.Alternatives, other => Assert.InRange(other.Confidence, 0, reading.Confidence));
        Assert.InRange(reading.Confidence + reading.Alternatives.Sum(other => other.Confidence), 0, 1);
        Assert.Equal(Math.Round(reading.Confidence, 3), reading.Confidence);
        Assert.Equal(reading.Intent is null, reading.Evidence.Count == 0);
    }));

    [Fact]
    public void Read_AnyText_IsTheSameTwice() => Check.One(Thorough, Prop.ForAll(Texts, text =>
        Assert.Equivalent(BuiltIn.Read(text), BuiltIn.Read(text), strict: true)));

    [Fact]
    public void Read_ComposedAndDecomposed_MeanTheSame() => Check.One(Thorough, Prop.ForAll(Vietnamese, text =>
    {
        var composed = BuiltIn.Read(text.Normalize(NormalizationForm.FormC));
        var decomposed = BuiltIn.Read(text.Normalize(NormalizationForm.FormD));
        Assert.Equal((composed.Intent, composed.Confidence, composed.Language), (decomposed.Intent, decomposed.Confidence, decomposed.Language));
    }));

    [Fact]
    public void Words_AnyVietnamese_FoldAsSearchDoes() => Check.One(Thorough, Prop.ForAll(Vietnamese, text =>
    {
        var words = new Words(text);
        var folded = string.Join(' ', words.All.ToArray().Select(word => words.Folded(word).ToString()));
        Assert.Equal(Fold.Text(text), folded);
    }));

    [Fact]
    public void Read_WithoutAccents_MeansTheSame()
    {
        var other = from message in Messages.Labelled
                    let accented = BuiltIn.Read(message.Text)
                    let plain = BuiltIn.Read(Fold.Text(message.Text))
                    where accented.Language == "vi" && plain.Intent != accented.Intent
                    select $"{message.Text}: {accented.Intent}, without accents {plain.Intent ?? "nothing"}";
        Assert.Empty(other);
    }
}
