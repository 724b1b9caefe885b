using System.Collections.Frozen;

namespace SalesOps.Domain.Understandings;

/// <summary>Which of the languages we serve a text is written in.</summary>
public static class LanguageOf
{
    private const int Least = 2;
    private const int ForeignWeight = 4;
    private const Accents VietnameseOnly = Accents.Horn | Accents.Hook | Accents.Dot | Accents.Bar;
    private const Accents Shapes = Accents.Circumflex | Accents.Breve;
    private const Accents Tones = Accents.Grave | Accents.Acute | Accents.Tilde;

    // Clear words are written in that language only and count twice; common ones also occur elsewhere.
    private static readonly FrozenDictionary<string, int> Vietnamese = Weigh(
        "khong ko hok khum dc duoc minh mik nhe nha nhieu tien muon roi chua nao nhu nap vay gi giup xin chao duong cua voi nguoi nhan biet cung dang khoan chuyen bao nhieu thoi luon day ntn bnhieu sdt stk ck nhieu uy lua dao rut ngan hang oi gio nua gia",
        "k kh toi em anh ban chi a u la co cho sao the may vs bn shop ad hoi j r v h mai de lam phi den lai va no ho con mk tk an thi ma nay sp ib ngay dung tin");
    private static readonly FrozenDictionary<string, int> English = Weigh(
        "the is are was you your my how what when where why want need would could should please this that have with for and money account price does dont cant im ive its not there much will about know thanks thank deposit from they their working because really which payment stop paid",
        "i a to it of in on can do me be we us or if so no yes hi hello hey ok an at now just send pay get buy good top up safe help real legit price scam talk human more just");
    private static readonly FrozenDictionary<string, int>.AlternateLookup<ReadOnlySpan<char>> VietnameseBySpan = Vietnamese.GetAlternateLookup<ReadOnlySpan<char>>();
    private static readonly FrozenDictionary<string, int>.AlternateLookup<ReadOnlySpan<char>> EnglishBySpan = English.GetAlternateLookup<ReadOnlySpan<char>>();

    /// <summary><c>vi</c>, <c>zh</c>, <c>en</c>, or null where the text does not tell.</summary>
    public static string? Detect(string text) => Detect(new Words(text));

    internal static string? Detect(Words words)
    {
        int vi = 0, zh = 0, en = 0, foreign = 0;
        foreach (var word in words.All)
        {
            if (word.Kind == LetterKind.Han) zh++;
            if (word.Kind == LetterKind.Foreign) foreign += ForeignWeight;
            if (word.Kind != LetterKind.Latin) continue;
            var folded = words.Folded(word);
            if (word.Accents.HasFlag(Accents.Other)) foreign += ForeignWeight;
            else vi += OnlyVietnamese(word.Accents) ? Least : VietnameseBySpan.TryGetValue(folded, out var clear) ? clear : 0;
            if (word.Accents == Accents.None && EnglishBySpan.TryGetValue(folded, out var weight)) en += weight;
        }
        var best = Math.Max(vi, Math.Max(zh, en));
        var rivals = (vi == best ? 1 : 0) + (zh == best ? 1 : 0) + (en == best ? 1 : 0);
        if (best < Least || rivals > 1 || foreign >= best) return null;
        return best == vi ? "vi" : best == zh ? "zh" : "en";
    }

    private static bool OnlyVietnamese(Accents accents) =>
        Holds(accents, VietnameseOnly) || (Holds(accents, Shapes) && Holds(accents, Tones));

    private static bool Holds(Accents accents, Accents any) => (accents & any) != Accents.None;

    private static FrozenDictionary<string, int> Weigh(string clear, string common) =>
        common.Split(' ').Select(word => (word, weight: 1))
            .Concat(clear.Split(' ').Select(word => (word, weight: Least)))
            .GroupBy(entry => entry.word, StringComparer.Ordinal)
            .ToFrozenDictionary(group => group.Key, group => group.Max(entry => entry.weight), StringComparer.Ordinal);
}
