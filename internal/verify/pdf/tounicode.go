package pdf

// table reads the mappings of a ToUnicode table (ISO 32000-2, 9.10.3).
func (e *encoding) table(data []byte) {
	l := &lexer{data: data}
	var operands []any
	for e.mapped < maxFontCodes {
		l.skip()
		if l.at >= len(l.data) {
			return
		}
		object, err := l.object(0)
		if err != nil {
			return
		}
		op, is := object.(operator)
		if !is {
			if operands = append(operands, object); len(operands) > 1000 {
				return
			}
			continue
		}
		switch op {
		case "endcodespacerange":
			if low, ok := first(operands).(text); ok {
				e.wide = len(low) == 2
			}
		case "endbfchar":
			for n := 0; n+1 < len(operands); n += 2 {
				from, ok := operands[n].(text)
				to, also := operands[n+1].(text)
				if ok && also {
					e.mapped++
					e.codes[bigEndian([]byte(from[:min(len(from), 4)]))] = fromUTF16([]byte(to))
				}
			}
		case "endbfrange":
			for n := 0; n+2 < len(operands); n += 3 {
				e.span(operands[n], operands[n+1], operands[n+2])
			}
		}
		operands = operands[:0]
	}
}

// span maps codes in a row to letters in a row, or to those of a list.
func (e *encoding) span(low, high, to any) {
	first, ok := low.(text)
	last, also := high.(text)
	if !ok || !also || len(first) > 2 || len(last) > 2 {
		return
	}
	from, end := bigEndian([]byte(first)), bigEndian([]byte(last))
	switch to := to.(type) {
	case text:
		letters := []rune(fromUTF16([]byte(to)))
		if len(letters) == 0 {
			return
		}
		for code := from; code <= end && e.mapped < maxFontCodes; code++ {
			e.mapped++
			e.codes[code] = string(letters)
			letters[len(letters)-1]++
		}
	case []any:
		for n, one := range to {
			if t, ok := one.(text); ok && from+n <= end {
				e.mapped++
				e.codes[from+n] = fromUTF16([]byte(t))
			}
		}
	}
}
