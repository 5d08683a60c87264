/// How a report looks, on screens of any width and on paper.
enum ReportStyle {
  static let sheet = """
    :root { color-scheme: light dark; \(ReportColor.properties(\.light)) }
    @media screen and (prefers-color-scheme: dark) { :root { \(ReportColor.properties(\.dark)) } }
    \(text)\(parts)\(tables)\(charts)\(paper)
    """

  /// Type and the page.
  private static let text = """
    * { box-sizing: border-box; }
    html { -webkit-text-size-adjust: 100%; }
    body { margin: 0 auto; max-width: 74rem; padding: 2rem clamp(1rem, 4vw, 3rem) 4rem;
      background: var(--page); color: var(--ink); overflow-wrap: anywhere;
      font: 1rem/1.55 system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", sans-serif; }
    h1 { font-size: clamp(1.6rem, 1.2rem + 1.6vw, 2.25rem); line-height: 1.15; margin: 0;
      letter-spacing: -0.015em; }
    h2 { font-size: 1.5rem; line-height: 1.25; margin: 0 0 1rem; letter-spacing: -0.01em; }
    h3 { font-size: 1.15rem; line-height: 1.3; margin: 2rem 0 0.5rem; }
    h4 { font-size: 1rem; margin: 1.5rem 0 0.5rem; }
    p { margin: 0 0 1rem; max-width: 44rem; }
    a { color: var(--link); }
    code { font: 0.85em/1.5 ui-monospace, "SF Mono", Menlo, Consolas, "DejaVu Sans Mono", monospace; }
    :focus-visible { outline: 3px solid var(--link); outline-offset: 2px; border-radius: 2px; }
    main:focus-visible { outline: none; }
    .skip { position: absolute; left: -100rem; padding: 0.5rem 1rem; background: var(--page); }
    .skip:focus { left: 1rem; top: 1rem; }

    """

  /// The header, sections, tiles and notes.
  private static let parts = """
    .subtitle { color: var(--quiet); margin: 0.35rem 0 0; }
    .facts { display: flex; flex-wrap: wrap; gap: 0.5rem 2rem; margin: 1.25rem 0 0; }
    .facts dt { color: var(--quiet); font-size: 0.8125rem; }
    .facts dd { margin: 0; font-size: 0.9375rem; }
    nav { border-block: 1px solid var(--line); margin: 1.5rem 0 2rem; }
    nav ul { display: flex; flex-wrap: wrap; gap: 0 1.25rem; list-style: none; margin: 0;
      padding: 0.5rem 0; font-size: 0.9375rem; }
    nav a { display: inline-block; padding: 0.25rem 0; }
    main > section { margin: 0 0 3rem; padding: 0 0 1rem; }
    main > section + section { border-top: 1px solid var(--line); padding-top: 2rem; }
    .headline { font-size: 1.25rem; line-height: 1.45; max-width: 52rem; }
    .notice { border-left: 4px solid var(--unseen); padding-left: 1rem; }
    .tiles { display: grid; grid-template-columns: repeat(auto-fit, minmax(10.5rem, 1fr));
      gap: 0.75rem; margin: 0 0 1.5rem; }
    .tile { background: var(--panel); border-radius: 8px; padding: 0.85rem 1rem;
      border-top: 3px solid var(--line); }
    .tile dt { color: var(--quiet); font-size: 0.875rem; }
    .tile dd { margin: 0; font-size: 0.875rem; }
    .tile strong { display: block; font-size: 1.85rem; line-height: 1.2; font-weight: 650;
      font-variant-numeric: tabular-nums; }
    .tile.bad { border-top-color: var(--fail); }
    .tile.bad strong { color: var(--fail); }
    .tile.unseen { border-top: 3px dashed var(--unseen); }
    details { margin: 0.5rem 0 1rem; }
    summary { cursor: pointer; color: var(--link); font-size: 0.9375rem; padding: 0.25rem 0; }
    .source ul { margin: 0.25rem 0; padding-left: 1.25rem; }
    .sources dt { margin-top: 0.9rem; font-size: 0.9375rem; }
    .sources dt code { font-weight: 650; }
    .sources dd { margin: 0.15rem 0 0; color: var(--quiet); }
    .more { color: var(--quiet); font-size: 0.875rem; max-width: none; }
    footer { border-top: 1px solid var(--line); padding-top: 1rem; color: var(--quiet);
      font-size: 0.875rem; }

    """

  /// Tables scroll inside their own frame; the page never does sideways.
  private static let tables = """
    .scroll { overflow: auto; max-height: 34rem; margin: 0.5rem 0 1rem;
      border: 1px solid var(--line); border-radius: 8px; }
    table { border-collapse: separate; border-spacing: 0; width: 100%; font-size: 0.875rem;
      font-variant-numeric: tabular-nums; overflow-wrap: normal; }
    caption { text-align: left; font-weight: 650; padding: 0.6rem 0.75rem; }
    th, td { padding: 0.45rem 0.75rem; text-align: left; vertical-align: top;
      border-top: 1px solid var(--line); unicode-bidi: isolate; max-width: 22rem;
      overflow-wrap: break-word; }
    th[scope=row] { font-weight: 600; min-width: 6rem; }
    thead th { position: sticky; top: 0; background: var(--panel); color: var(--quiet);
      font-weight: 600; vertical-align: bottom; }
    td code, th code { overflow-wrap: anywhere; display: inline-block; min-width: 9rem; }
    time { white-space: nowrap; }
    .number { text-align: right; white-space: nowrap; }
    thead .number { white-space: normal; }

    """

  /// Pictures: each form is told apart by place, filling or outline, not by colour alone.
  private static let charts = """
    figure { margin: 1.5rem 0 2rem; }
    figcaption { margin: 0 0 0.75rem; max-width: 44rem; }
    .plot { position: relative; padding: 0.5rem 0 1.6rem 3.5rem; }
    .plot svg { display: block; width: 100%; height: 15rem; overflow: visible; }
    .y-labels, .x-labels { position: absolute; font-size: 0.75rem; color: var(--quiet);
      font-variant-numeric: tabular-nums; }
    .y-labels { left: 0; top: 0.5rem; width: 3rem; height: 15rem; }
    .y-labels span { position: absolute; right: 0; transform: translateY(-50%); }
    .x-labels { left: 3.5rem; right: 0; bottom: 0; height: 1.3rem; }
    .x-labels span { position: absolute; white-space: nowrap; }
    rect, path, line { vector-effect: non-scaling-stroke; }
    .grid { stroke: var(--line); stroke-width: 1; }
    .opened { fill: var(--fail); }
    .reopened { fill: var(--page); stroke: var(--fail); stroke-width: 2; }
    .resolved { fill: var(--pass); }
    .gone { fill: var(--page); stroke: var(--pass); stroke-width: 2; }
    .area { fill: var(--link); opacity: 0.14; }
    .backlog { fill: none; stroke: var(--link); stroke-width: 2.5; }
    .forecast { fill: none; stroke: var(--quiet); stroke-width: 2; stroke-dasharray: 6 5; }
    .bars { display: block; max-width: 44rem; }
    .bars text { fill: var(--ink); font-size: 0.8125rem; }
    .track { fill: var(--panel); stroke: var(--line); }
    .days { fill: var(--link); }
    .state-bar { display: block; width: 100%; height: 1.5rem; }
    .state-bar rect { stroke: var(--page); stroke-width: 2; }
    .state-fail { fill: var(--fail); }
    .state-waived { fill: var(--waived); }
    .state-manual { fill: var(--manual); }
    .state-stale { fill: var(--stale); }
    .state-pass { fill: var(--pass); }
    .state-bar .state-not_evaluated { fill: var(--page); stroke: var(--unseen);
      stroke-dasharray: 4 3; }
    .legend { display: flex; flex-wrap: wrap; gap: 0.25rem 1.25rem; list-style: none; padding: 0;
      margin: 0.6rem 0 1.25rem; font-size: 0.875rem; }
    .swatch { display: inline-block; width: 0.85rem; height: 0.85rem; margin-right: 0.45rem;
      border-radius: 2px; vertical-align: -0.05rem; border: 2px solid transparent; }
    .swatch.opened, .swatch.state-fail { background: var(--fail); }
    .swatch.resolved, .swatch.state-pass { background: var(--pass); }
    .swatch.reopened { border-color: var(--fail); }
    .swatch.gone { border-color: var(--pass); }
    .swatch.backlog { background: var(--link); height: 0.25rem; border: 0; vertical-align: 0.25rem; }
    .swatch.forecast { height: 0; border: 0; border-top: 2px dashed var(--quiet);
      vertical-align: 0.3rem; }
    .swatch.state-waived { background: var(--waived); }
    .swatch.state-manual { background: var(--manual); }
    .swatch.state-stale { background: var(--stale); }
    .swatch.state-not_evaluated { border: 2px dashed var(--unseen); }

    """

  /// On paper everything is open, and nothing scrolls.
  private static let paper = """
    @media (max-width: 40rem) {
      .tiles { grid-template-columns: 1fr 1fr; }
      .tile strong { font-size: 1.5rem; }
      .plot, .plot svg { --height: 11rem; }
      .facts { gap: 0.5rem 1.25rem; }
    }
    @media print {
      @page { margin: 16mm 14mm; }
      body { max-width: none; padding: 0; font-size: 10pt; }
      nav, .skip { display: none; }
      main > section { margin-bottom: 1.5rem; }
      h2, h3, h4, figcaption, caption { break-after: avoid; }
      figure, .tiles, .tile, tr, .legend { break-inside: avoid; }
      .scroll { overflow: visible; max-height: none; border: 0; }
      thead { display: table-header-group; }
      thead th { position: static; }
      table { font-size: 8pt; }
      th, td { padding: 0.25rem 0.4rem; }
      td code, th code { min-width: 0; }
      summary { color: var(--quiet); list-style: none; }
      details::details-content { content-visibility: visible; display: block; }
      rect, path, .tile, .swatch { print-color-adjust: exact; -webkit-print-color-adjust: exact; }
    }

    """
}
