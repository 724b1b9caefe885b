using MediatR;
using Microsoft.AspNetCore.Components;
using Radzen;
using SalesOps.Console.Live;
using SalesOps.Console.Panels.Forms;
using SalesOps.Console.Resources;
using SalesOps.Console.Shell;
using SalesOps.Domain.Model;
using SalesOps.Domain.Model.Rules;
using SalesOps.Domain.UseCases.Settings;
using Error = SalesOps.Domain.Messaging.Error;
using ErrorKind = SalesOps.Domain.Messaging.ErrorKind;

namespace SalesOps.Console.Panels.Settings;

public sealed partial class ChangeSettingDialog
{
    /// <summary>The mode in which hours or days are typed.</summary>
    private const string Own = "own";
    private const string HolidayExample = "2026-09-02 Quốc khánh\n2026-10-01 国庆节";

    private readonly Form _model = new();
    private readonly Guid _operation = Guid.CreateVersion7();
    private Dictionary<string, string> _fields = [];
    private CommandForm<ChangeSetting.Command, ChangeSetting.Answer>? _form;
    private string? _changed;
    private string _was = "";

    [Parameter, EditorRequired] public SettingKind Kind { get; set; }
    /// <summary>The AI agent it is of; null for the console's.</summary>
    [Parameter] public Guid? AiAgentId { get; set; }
    /// <summary>What the field holds at first; null for what is set.</summary>
    [Parameter] public string? Proposed { get; set; }
    [Parameter, EditorRequired] public DialogGuard Guard { get; set; } = default!;

    [Inject] private ChangeFeed Feed { get; set; } = default!;
    [Inject] private DialogService Dialogs { get; set; } = default!;
    [Inject] private IMediator Mediator { get; set; } = default!;
    [Inject] private Undos Undos { get; set; } = default!;

    /// <summary>Of what was set when it was opened: of anything else it would be an edit that nobody saw. Another is found by nobody.</summary>
    private string? DraftName => Proposed is null ? $"setting-{Kind}-{AiAgentId}-{_was}" : null;

    private bool IsOwn => _model.Mode == Own;

    private List<(string Mode, string Label)> Modes =>
    [
        .. Kind == SettingKind.WorkingHours ? [(WeekHours.AlwaysText, Text.HoursAlways)] : Array.Empty<(string, string)>(),
        .. AiAgentId is not null ? [(SettingRules.AsConsole, Text.HoursAsConsole)] : Array.Empty<(string, string)>(),
        (Own, Text.HoursOwn),
    ];

    private sealed class Form
    {
        public string Mode { get; set; } = Own;
        public string Value { get; set; } = "";
        public HashSet<string> Codes { get; } = new(StringComparer.Ordinal);
        /// <summary>The hours of each day, Monday first.</summary>
        public string[] Days { get; } = [.. WeekHours.Days.Select(_ => "")];
    }

    /// <param name="agent">Null for the console's.</param>
    /// <param name="proposed">What the field holds at first; null for what is set.</param>
    public static Task OpenAsync(DialogService dialogs, SettingKind kind, AiAgent? agent = null, string? proposed = null) =>
        dialogs.AskAsync<ChangeSettingDialog>(agent is null ? SettingWords.Name(kind) : $"{agent.Name} · {SettingWords.Name(kind)}",
            (nameof(Kind), kind), (nameof(AiAgentId), agent?.Id), (nameof(Proposed), proposed));

    protected override void OnInitialized()
    {
        _was = Feed.Last.Directory.Settings.Of(Kind, AiAgentId);
        _fields = new(StringComparer.Ordinal) { [nameof(Form.Value)] = SettingWords.Name(Kind) };
        if (Modes.Any(m => m.Mode == _was)) _model.Mode = _was;
        else if (Kind == SettingKind.WorkingHours && WeekHours.Parse(_was, out _) is { } week)
            foreach (var (day, i) in SettingWords.Days.Select((d, i) => (d, i))) _model.Days[i] = WeekHours.Text(week.Of(day));
        else if (Kind == SettingKind.SecondRisks) _model.Codes.UnionWith(_was == SettingRules.None ? [] : _was.Split(SettingRules.Comma));
        else if (Proposed is not null) _model.Value = Proposed;
        else if (_was != SettingRules.None || Kind == SettingKind.FallbackOwner) _model.Value = _was;
    }

    private ChangeSetting.Command Make() => new(_operation, Kind, AiAgentId, Value(), _was);

    private string Value() => !IsOwn ? _model.Mode : Kind switch
    {
        SettingKind.WorkingHours => string.Join("; ", _model.Days.Select((spans, i) => (spans, i)).Where(d => d.spans.Length > 0).Select(d => $"{WeekHours.Days[d.i]} {d.spans}")),
        SettingKind.SecondRisks => _model.Codes.Count == 0 ? SettingRules.None : string.Join(SettingRules.Comma, _model.Codes),
        SettingKind.Holidays or SettingKind.OverdueHours or SettingKind.SilentMinutes or SettingKind.RetentionDays when string.IsNullOrWhiteSpace(_model.Value) => SettingRules.None,
        _ => _model.Value.Trim(),
    };

    private void Done(ChangeSetting.Answer answer)
    {
        var (kind, agent, was) = (Kind, AiAgentId, _was);
        Undos.Offer(Mediator, SettingWords.Name(kind, agent, Feed.Last.Directory), () => new ChangeSetting.Command(Guid.CreateVersion7(), kind, agent, was, answer.Holds));
        Dialogs.Close(true);
    }

    private void SetDay(int day, string? typed)
    {
        // As it will be spelled; what cannot be read stays as it was typed.
        _model.Days[day] = WeekHours.ParseDay(typed ?? "") is { } spans ? WeekHours.Text(spans) : typed!.Trim();
        _form?.Changed(nameof(Form.Value));
    }

    private void Type(string? typed)
    {
        _model.Value = typed ?? "";
        _form?.Changed(nameof(Form.Value));
    }

    private void ToggleCode(string code)
    {
        if (!_model.Codes.Remove(code)) _model.Codes.Add(code);
        _form?.Changed(nameof(Form.Value));
    }

    private void CopyMonday()
    {
        for (var day = 1; day < 5; day++) _model.Days[day] = _model.Days[0];
        _form?.Changed(nameof(Form.Value));
    }

    /// <summary>Somebody else was faster: shown, and saved over only when asked again.</summary>
    private Task<bool> RefusedAsync(Error error)
    {
        if (error.Kind != ErrorKind.Stale) return Task.FromResult(false);
        _was = Feed.Last.Directory.Settings.Of(Kind, AiAgentId);
        _changed = SettingWords.Value(Kind, _was, Feed.Last.Directory);
        StateHasChanged();
        return Task.FromResult(true);
    }
}
