using System.Globalization;
using MediatR;
using Microsoft.AspNetCore.Components;
using SalesOps.Console.Live;
using SalesOps.Console.Panels.Settings;
using SalesOps.Console.Resources;
using SalesOps.Console.Shell;
using SalesOps.Domain.Model.Rules;
using SalesOps.Domain.UseCases.Learning;

namespace SalesOps.Console.Panels.Learning;

/// <summary>改状态机: the draft of the rules, its problems, and its way to the next version.</summary>
public sealed partial class PlaybookEditor : ComponentBase
{
    private const int Conversations = 500;

    private readonly List<Guid> _keys = [];
    private IReadOnlyList<PlaybookProblem> _problems = [];
    private IReadOnlyList<PlaybookRule>? _replayed;
    private ReplayPlaybook.Answer? _replay;
    private string? _problem;
    private bool _isBusy;

    /// <summary>The number of the version that holds; another draws it anew.</summary>
    [Parameter, EditorRequired] public int Number { get; set; }
    /// <summary>It was saved or dropped.</summary>
    [Parameter] public EventCallback OnDone { get; set; }

    [Inject] private IMediator Mediator { get; set; } = default!;
    [Inject] private ChangeFeed Feed { get; set; } = default!;
    [Inject] private PlaybookDraft Draft { get; set; } = default!;
    [Inject] private Undos Undos { get; set; } = default!;

    private PlaybookVersions Versions => Feed.Last.Directory.Playbooks;
    private List<PlaybookRule> Rules => Draft.Rules!;
    private bool IsOvertaken => Versions.Number != Draft.Was;
    private bool IsChanged => !Rules.SequenceEqual(Draft.Began);
    private bool IsReplayed => _replayed is not null && _problems.Count == 0 && IsChanged && Rules.SequenceEqual(_replayed);
    /// <summary>No transition enters or leaves the takeover state.</summary>
    private IEnumerable<string> States => Versions.Current.States.Select(s => s.Code).Where(code => code != Versions.Current.TakeoverState);

    private IEnumerable<PlaybookProblem> Elsewhere => _problems.Where(p => RuleOf(p) is null);

    protected override void OnInitialized() => Draw();

    private void Draw()
    {
        _keys.Clear();
        _keys.AddRange(Rules.Select(_ => Guid.NewGuid()));
        Check();
    }

    private IEnumerable<string> Codes(PlaybookTerm kind) => Versions.Current.Codes(kind);

    private void Check() => (_problems, _problem) = (Versions.Current.Check(Rules), null);

    private void Set(int at, PlaybookRule rule)
    {
        Rules[at] = rule;
        Check();
    }

    private void Add()
    {
        Rules.Add(new PlaybookRule([], States.Last(), Codes(PlaybookTerm.Intent).First(), Versions.Current.Reviews.Threshold, null, [], Codes(PlaybookTerm.Stage).First(), true));
        _keys.Add(Guid.NewGuid());
        Check();
    }

    private void Remove(int at)
    {
        Rules.RemoveAt(at);
        _keys.RemoveAt(at);
        Check();
    }

    private void Follow()
    {
        Draft.Follow(Versions);
        _replayed = null;
        Draw();
    }

    private async Task ReplayAsync()
    {
        if (_isBusy) return;
        (_isBusy, _problem) = (true, null);
        IReadOnlyList<PlaybookRule> rules = [.. Rules];
        var answer = await Mediator.Send(new ReplayPlaybook.Query(rules, Conversations));
        _isBusy = false;
        if (answer.Succeeded) (_replay, _replayed) = (answer.Value, rules);
        else _problem = ErrorTexts.Of(answer.Errors[0]);
    }

    private async Task SaveAsync()
    {
        if (_isBusy) return;
        (_isBusy, _problem) = (true, null);
        var before = Versions.Current.Rules;
        var answer = await Mediator.Send(new SavePlaybook.Command(Guid.CreateVersion7(), [.. Rules], Draft.Was));
        _isBusy = false;
        if (!answer.Succeeded)
        {
            _problem = ErrorTexts.Of(answer.Errors[0]);
            return;
        }
        Undos.Offer(Mediator, Text.Section_playbook, () => new SavePlaybook.Command(Guid.CreateVersion7(), before, answer.Value.Number), OnDone.InvokeAsync);
        await DropAsync();
    }

    private Task DropAsync()
    {
        Draft.Drop();
        return OnDone.InvokeAsync();
    }

    private List<PlaybookProblem> Of(int rule) => [.. _problems.Where(p => RuleOf(p) == rule)];

    /// <summary>The row that a problem belongs to, from 0; null when it is of a state or of all.</summary>
    private static int? RuleOf(PlaybookProblem problem) =>
        problem.Path.StartsWith("$.transitions[", StringComparison.Ordinal) ? int.Parse(problem.Path["$.transitions[".Length..problem.Path.IndexOf(']')], CultureInfo.InvariantCulture) : null;

    private static string Words(PlaybookProblem problem) => (Labels.For("PlaybookProblem", problem.Code) ?? problem.Text)
        .With(problem.About is { } about ? Labels.OrCode("State", about) : problem.Text);

    private static string Named(int at, string label) => Text.PlaybookField.With(at + 1, label);

    private static string All(string kind, IReadOnlyList<string> codes, string none) => codes.Count == 0 ? none : string.Join(" | ", codes.Select(code => Labels.OrCode(kind, code)));

    private static double? Parsed(object? value) => double.TryParse(value as string, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : null;

    private static string? F(double? value) => value is { } number && double.IsFinite(number) ? number.ToString("0.00##", CultureInfo.InvariantCulture) : null;
}
