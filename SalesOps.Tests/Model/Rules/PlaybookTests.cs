using SalesOps.Domain.Model;
using SalesOps.Domain.Model.Rules;

namespace SalesOps.Tests.Model.Rules;

public sealed class PlaybookTests
{
    private static readonly Playbook Playbook = Playbook.Default;

    [Fact]
    public void Default_States_AreThoseOfTheBusinessInOrder()
    {
        Assert.Equal(
            ["new_lead", "discovery", "trust_building", "conversion_ready", "converted", "dormant", "opted_out", "human_takeover"],
            Playbook.States.Select(state => state.Code));
        Assert.Equal("new_lead", Playbook.StartState);
        Assert.Equal("human_takeover", Playbook.TakeoverState);
        Assert.Equal(["opted_out"], Playbook.States.Where(state => state.IsFinal).Select(state => state.Code));
    }

    [Theory]
    [InlineData("new_lead", "recharge_intent", "discovery_capital", 0.574, "discovery", false)]
    [InlineData("new_lead", "recharge_intent", "understanding_conversion_ready", 0.84, null, false)]
    [InlineData("new_lead", "ask_trust", "understanding_trust_building", 0.61, "trust_building", false)]
    [InlineData("new_lead", null, "first_contact", 1, null, false)]
    [InlineData("new_lead", "recharge_intent", "discovery_capital", 0.549, null, false)]
    [InlineData("new_lead", "recharge_intent", "discovery_capital", 0.55, "discovery", false)]
    [InlineData("dormant", "ask_price", "discovery_price", 0.9, "discovery", false)]
    [InlineData("trust_building", "recharge_intent", "understanding_conversion_ready", 0.84, "conversion_ready", false)]
    [InlineData("conversion_ready", "payment_confirmed", "understanding_conversion_ready", 1, "converted", true)]
    [InlineData("discovery", "payment_confirmed", "understanding_conversion_ready", 1, null, false)]
    [InlineData("converted", "opt_out", "opt_out", 0.85, "opted_out", false)]
    [InlineData("converted", "opt_out", "opt_out", 0.849, "opted_out", true)]
    [InlineData("converted", "refuse", "unclear", 0.7, "dormant", false)]
    [InlineData("human_takeover", "opt_out", "opt_out", 1, null, false)]
    [InlineData("opted_out", "recharge_intent", "discovery_capital", 1, null, false)]
    [InlineData("no_such_state", "opt_out", "opt_out", 1, null, false)]
    public void Match_Default_MovesAsTheBusinessSays(string state, string? intent, string stage, double confidence, string? to, bool needsPerson)
    {
        var move = Playbook.Match(state, intent, stage, confidence);
        Assert.Equal(to, move?.To);
        Assert.Equal(needsPerson, move?.NeedsPerson ?? false);
    }

    [Fact]
    public void Match_SeedRecharge_SetsItsStage() =>
        Assert.Equal("discovery_capital", Playbook.Match("new_lead", "recharge_intent", "discovery_capital", 0.574)!.Stage);

    [Fact]
    public void Transitions_ConversionReady_IsReachedOnlyFromTrustBuilding() =>
        Assert.Equal(["trust_building"], Playbook.Transitions.Where(move => move.To == "conversion_ready").Select(move => move.From).Distinct());

    [Theory]
    [InlineData("dormant")]
    [InlineData("opted_out")]
    public void Transitions_WaysOut_LeadFromEveryStateOfTheSale(string to) =>
        Assert.Superset(
            new HashSet<string> { "new_lead", "discovery", "trust_building", "conversion_ready", "converted" },
            Playbook.Transitions.Where(move => move.To == to).Select(move => move.From).ToHashSet());

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(-0.001)]
    [InlineData(1.001)]
    public void Match_ConfidenceOutOfRange_Throws(double confidence) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => Playbook.Match("new_lead", "opt_out", "opt_out", confidence));

    [Theory]
    [InlineData(PlaybookTerm.State, "new_lead", "zh-CN", "新线索")]
    [InlineData(PlaybookTerm.State, "new_lead", "zh-TW", "新线索")]
    [InlineData(PlaybookTerm.Intent, "recharge_intent", "vi-VN", "Muốn nạp tiền")]
    [InlineData(PlaybookTerm.Stage, "first_contact", "en", "First contact")]
    [InlineData(PlaybookTerm.Risk, "scam_suspicion", "fr", "scam_suspicion")]
    [InlineData(PlaybookTerm.State, "no_such_state", "en", "no_such_state")]
    [InlineData(PlaybookTerm.Intent, "new_lead", "en", "new_lead")]
    public void Label_CodeAndCulture_IsTheWordOrTheCode(PlaybookTerm kind, string code, string culture, string label) =>
        Assert.Equal(label, Playbook.Label(kind, code, culture));

    [Theory]
    [InlineData("new_lead", true)]
    [InlineData("human_takeover", true)]
    [InlineData("greeting", false)]
    public void HasState_Code_IsWhetherTheStateIsThere(string code, bool there) => Assert.Equal(there, Playbook.HasState(code));

    [Theory]
    [InlineData(TaskKind.FirstContact, 30)]
    [InlineData(TaskKind.Review, 15)]
    [InlineData(TaskKind.BindCustomer, 15)]
    [InlineData(TaskKind.FollowUp, 1440)]
    [InlineData(TaskKind.PersonWanted, 15)]
    public void TaskTime_Default_IsAsConfigured(TaskKind kind, int minutes) => Assert.Equal(TimeSpan.FromMinutes(minutes), Playbook.TaskTime(kind));

    [Fact]
    public void Codes_Default_HoldWhatTheBuiltInUnderstandingSays()
    {
        Assert.Equal(14, Playbook.Codes(PlaybookTerm.Intent).Count);
        Assert.Equal(16, Playbook.Codes(PlaybookTerm.Stage).Count);
        Assert.Contains("ask_withdraw", Playbook.Codes(PlaybookTerm.Intent));
        Assert.Contains("manual_takeover", Playbook.Codes(PlaybookTerm.Stage));
    }
}
